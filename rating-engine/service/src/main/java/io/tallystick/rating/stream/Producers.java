package io.tallystick.rating.stream;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.producer.Producer;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/** The one producer of the service: the client of its outgoing channel. */
@ApplicationScoped
class Producers {
    static final String NAME = "rating-results";

    /** Nobody emits here: whole rounds are handed to the client, but only a channel with a source has one. */
    private final Emitter<byte[]> source;

    Producers(@Channel(NAME) Emitter<byte[]> source) {
        this.source = source;
    }

    static Producer<byte[], byte[]> of(KafkaClientService clients) {
        KafkaProducer<byte[], byte[]> producer = clients.getProducer(NAME);
        if (producer == null) {
            throw new IllegalStateException("the channel " + NAME + " is not connected yet");
        }
        return producer.unwrap();
    }

    /** Whether the channel is connected. */
    boolean ready() {
        return source.hasRequests();
    }
}
