package io.tallystick.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tally bench drain}: a log that was filled while rating was away. */
@Command(
        name = "drain",
        description = "Events per second from the log to rated and stored, exactly once, as after an outage.",
        mixinStandardHelpOptions = true)
final class DrainCommand extends BenchCommand {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @Option(names = "--events", defaultValue = "1500000", description = "events (default ${DEFAULT-VALUE})")
    private long events;

    @Option(
            names = "--skip",
            defaultValue = "300000",
            description =
                    "events at the beginning that are not measured, while the JVM warms up (default ${DEFAULT-VALUE})")
    private long skip;

    @Mixin
    private TrafficOptions options;

    /** How far rating was at a moment. */
    private record Sample(long received, long nanos, Map<String, Duration> processor) {}

    @Override
    Outcome measure(Path work, Progress progress) {
        progress.say("starting PostgreSQL, Kafka and the services in " + work);
        try (BenchStack stack = BenchStack.start(work, options.partitions)) {
            Run run = new Run(stack, options, progress);
            Map<String, String> conditions = Conditions.of(stack, work);
            conditions.put("traffic", events + " events, " + options.described());
            run.prepare();
            run.awaitVisible();
            stack.stopServices();
            progress.say("writing " + events + " events to the log while the services are away");
            new RawLog(stack.kafka().bootstrapServers())
                    .write(Topic.USAGE_EVENTS.topicName(), run.writer(), position -> position < events);
            progress.say("starting the services again");
            stack.startServices(Map.of());
            Sample first = awaitReceived(run, skip);
            Sample last = awaitReceived(run, events);
            run.awaitVisible();
            run.verifyWritten(events);
            long measured = last.received() - first.received();
            long nanos = last.nanos() - first.nanos();
            Map<String, String> rows = new LinkedHashMap<>();
            rows.put(
                    "drain",
                    Times.perSecond(measured, nanos) + " events/s: " + measured + " in " + Times.seconds(nanos) + " s");
            rows.put(
                    "processor time per event",
                    Times.microsPerEvent(first.processor(), last.processor(), measured) + " µs");
            rows.put(
                    "services",
                    "peak "
                            + Memory.peakMebibytes(stack.servicesPid()).stream()
                                    .mapToObj(Long::toString)
                                    .findFirst()
                                    .orElse("?")
                            + " MiB resident");
            return new Figures(conditions, "every customer, every count", rows);
        }
    }

    private static Sample awaitReceived(Run run, long wanted) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            JsonNode now = run.reconciliation();
            long received = now.get("received").longValue();
            if (received >= wanted) {
                return new Sample(received, System.nanoTime(), run.stack().processorTime());
            }
            if (System.nanoTime() > deadline) {
                throw new BenchFailure("after " + LIMIT.toSeconds() + " s rating has " + received + " of " + wanted);
            }
            Api.pause(Duration.ofMillis(50));
        }
    }
}
