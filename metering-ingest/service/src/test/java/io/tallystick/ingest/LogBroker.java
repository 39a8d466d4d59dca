package io.tallystick.ingest;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tallystick.embedded.FreePorts;
import io.tallystick.embedded.KafkaBroker;
import io.tallystick.embedded.KafkaOptions;
import io.tallystick.embedded.KafkaTopics;
import io.tallystick.schemas.topics.Topic;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/** A real broker that a test may take away and bring back. */
public final class LogBroker implements QuarkusTestResourceLifecycleManager {
    private KafkaOptions options;
    private KafkaBroker broker;

    @Override
    public Map<String, String> start() {
        Path folder = Path.of("target", "broker-" + System.nanoTime());
        options = KafkaOptions.in(folder).withPort(FreePorts.pick());
        bringBack();
        KafkaTopics.ensure(
                broker.bootstrapServers(),
                Arrays.stream(Topic.values())
                        .map(topic -> new NewTopic(topic.topicName(), topic.partitions(3), (short) 1)
                                .configs(topic.settings()))
                        .toList());
        return Map.of("kafka.bootstrap.servers", broker.bootstrapServers());
    }

    void takeAway() {
        broker.stop();
    }

    void bringBack() {
        broker = KafkaBroker.start(options);
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(LogBroker.class));
    }

    @Override
    public void stop() {
        broker.stop();
    }
}
