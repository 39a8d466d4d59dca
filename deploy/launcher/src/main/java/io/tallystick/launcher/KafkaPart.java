package io.tallystick.launcher;

import io.tallystick.embedded.KafkaBroker;
import io.tallystick.embedded.KafkaOptions;
import io.tallystick.embedded.KafkaTopics;
import io.tallystick.schemas.topics.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;

/** The log, with every topic of the system. */
final class KafkaPart implements Part {
    /** Generous: on a busy machine, after a kill, with a full log, everything takes its time. */
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final KafkaOptions options;
    private Optional<KafkaBroker> broker = Optional.empty();

    KafkaPart(Home home, int port, CacheUse cache) {
        this.options = KafkaOptions.in(home.kafka())
                .withLog(home.log("kafka"))
                .withPort(port)
                .withStartLimit(START_LIMIT)
                .withJvm(cache.options(home.brokerCache()));
    }

    @Override
    public String name() {
        return "Kafka";
    }

    @Override
    public String start() {
        stop();
        KafkaBroker started = KafkaBroker.start(options);
        broker = Optional.of(started);
        KafkaTopics.ensure(
                started.bootstrapServers(),
                Arrays.stream(Topic.values()).map(KafkaPart::creation).toList());
        return started.bootstrapServers();
    }

    private static NewTopic creation(Topic topic) {
        return new NewTopic(topic.topicName(), topic.partitions(Topic.DEFAULT_PARTITIONS), (short) 1)
                .configs(topic.settings());
    }

    String bootstrapServers() {
        return broker.map(KafkaBroker::bootstrapServers)
                .orElseThrow(() -> new IllegalStateException("Kafka has not been started"));
    }

    @Override
    public boolean isAlive() {
        return broker.filter(one -> one.handle().isAlive()).isPresent();
    }

    @Override
    public void stop() {
        broker.ifPresent(KafkaBroker::stop);
        broker = Optional.empty();
    }

    @Override
    public void kill() {
        broker.ifPresent(KafkaBroker::kill);
        broker = Optional.empty();
    }
}
