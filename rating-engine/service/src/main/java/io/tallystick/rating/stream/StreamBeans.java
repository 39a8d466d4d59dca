package io.tallystick.rating.stream;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.tallystick.rating.app.RatingStore;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the publisher, with clients like that of the outgoing channel. */
@Singleton
class StreamBeans {
    @Produces
    @Singleton
    RatedPublisher publisher(
            KafkaClientService clients,
            RatingStore store,
            @ConfigProperty(name = "tally.rating.publish.most-waiting", defaultValue = "20000") int mostWaiting,
            @ConfigProperty(name = "tally.rating.publish.round", defaultValue = "200ms") Duration round) {
        return new RatedPublisher(
                new Rounds(name -> Producers.ofRounds(clients, name)),
                mostWaiting,
                round,
                store::savePublished,
                System::nanoTime);
    }
}
