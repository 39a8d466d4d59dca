package io.tallystick.bench;

import io.tallystick.embedded.KafkaBroker;
import io.tallystick.embedded.KafkaOptions;
import io.tallystick.embedded.KafkaTopics;
import io.tallystick.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tally bench ref-kafka}. */
@Command(
        name = "ref-kafka",
        description =
                "The reference of the log: what one plain producer and one plain consumer reach with the same events.",
        mixinStandardHelpOptions = true)
final class RefKafkaCommand extends BenchCommand {
    private static final int WARM_UP = 200_000;
    private static final String WARM_UP_TOPIC = "warm-up";

    @Option(names = "--events", defaultValue = "1000000", description = "events (default ${DEFAULT-VALUE})")
    private long events;

    @Mixin
    private TrafficOptions options;

    @Override
    Outcome measure(Path work, Progress progress) {
        progress.say("starting Kafka in " + work);
        KafkaBroker kafka = KafkaBroker.start(KafkaOptions.in(work.resolve("kafka")));
        try {
            String topic = Topic.USAGE_EVENTS.topicName();
            KafkaTopics.ensure(
                    kafka.bootstrapServers(),
                    List.of(
                            new NewTopic(topic, options.partitions, (short) 1),
                            new NewTopic(WARM_UP_TOPIC, options.partitions, (short) 1)));
            Map<String, String> conditions = Conditions.machine(work);
            conditions.putAll(Conditions.kafka(kafka));
            conditions.put("traffic", events + " events, " + options.partitions + " partitions, seed " + options.seed);
            EventWriter writer = new EventWriter(new Traffic(
                    options.seed, options.customers, InstantSource.system().instant()));
            RawLog log = new RawLog(kafka.bootstrapServers());
            progress.say("warming up");
            log.write(WARM_UP_TOPIC, writer, position -> position < WARM_UP);
            log.read(WARM_UP_TOPIC, _ -> {});
            progress.say("writing and reading " + events + " events");
            long began = System.nanoTime();
            log.write(topic, writer, position -> position < events);
            long written = System.nanoTime();
            LongAdder records = new LongAdder();
            LongAdder bytes = new LongAdder();
            log.read(topic, record -> {
                records.increment();
                bytes.add(record.value().length);
            });
            long read = System.nanoTime();
            Run.mustBe("records in the log", records.sum(), events);
            Run.mustBe("bytes in the log", bytes.sum(), bytesOf(writer));
            Map<String, String> rows = new LinkedHashMap<>();
            rows.put(
                    "written",
                    Times.perSecond(events, written - began)
                            + " events/s acknowledged by all (writing the JSON included)");
            rows.put("read", Times.perSecond(events, read - written) + " events/s");
            rows.put("bytes of an event", Long.toString(bytes.sum() / events));
            return new Figures(conditions, "every record and byte read back", rows);
        } finally {
            kafka.stop();
        }
    }

    private long bytesOf(EventWriter writer) {
        long bytes = 0;
        for (long position = 0; position < events; position++) {
            bytes += writer.single(position).length;
        }
        return bytes;
    }
}
