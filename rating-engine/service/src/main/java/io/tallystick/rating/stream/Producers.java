package io.tallystick.rating.stream;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/** The producers of the service: the client of its outgoing channel, and those of the rounds of lines, which are made like it. */
@ApplicationScoped
class Producers {
    static final String NAME = "rating-results";

    /** Readers of {@code usage.rated} wait for as long for the end of a round whose process is gone. */
    private static final int ROUND_TIMEOUT_MILLIS = 15_000;

    /** Nobody emits here: whole rounds are handed to the client, but only a channel with a source has one. */
    private final Emitter<byte[]> source;

    Producers(@Channel(NAME) Emitter<byte[]> source) {
        this.source = source;
    }

    /** For single records. */
    static Producer<byte[], byte[]> of(KafkaClientService clients) {
        return channel(clients).unwrap();
    }

    /** For rounds of records in the given name, which each process has for itself. */
    static Producer<byte[], byte[]> ofRounds(KafkaClientService clients, String name) {
        Map<String, Object> settings = new HashMap<>(channel(clients).configuration());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "rating-rounds");
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "rating-engine-" + name);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, ROUND_TIMEOUT_MILLIS);
        return new org.apache.kafka.clients.producer.KafkaProducer<>(
                settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static KafkaProducer<byte[], byte[]> channel(KafkaClientService clients) {
        KafkaProducer<byte[], byte[]> producer = clients.getProducer(NAME);
        if (producer == null) {
            throw new IllegalStateException("the channel " + NAME + " is not connected yet");
        }
        return producer;
    }

    /** Whether the channel is connected. */
    boolean ready() {
        return source.hasRequests();
    }
}
