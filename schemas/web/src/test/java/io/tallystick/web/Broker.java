package io.tallystick.web;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tallystick.embedded.KafkaBroker;
import io.tallystick.embedded.KafkaOptions;
import io.tallystick.embedded.KafkaTopics;
import io.tallystick.schemas.topics.Topic;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/** A real broker with the topics of the system, for as long as the application under test runs. */
public final class Broker implements QuarkusTestResourceLifecycleManager {
    private KafkaBroker broker;

    @Override
    public Map<String, String> start() {
        Path folder = Path.of("target", "broker-" + ProcessHandle.current().pid());
        broker = KafkaBroker.start(KafkaOptions.in(folder));
        KafkaTopics.ensure(
                broker.bootstrapServers(),
                Arrays.stream(Topic.values())
                        .map(topic -> new NewTopic(topic.topicName(), topic.partitions(3), (short) 1)
                                .configs(topic.settings()))
                        .toList());
        return Map.of("kafka.bootstrap.servers", broker.bootstrapServers());
    }

    @Override
    public void stop() {
        broker.stop();
    }
}
