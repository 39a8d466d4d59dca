package io.tallystick.bench;

import java.nio.file.Path;
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
    @Option(names = "--events", defaultValue = "7000000", description = "events (default ${DEFAULT-VALUE})")
    private long events;

    @Option(
            names = "--skip",
            defaultValue = "4500000",
            description =
                    "events at the beginning that are not measured, while the JVM warms up (default ${DEFAULT-VALUE})")
    private long skip;

    @Mixin
    private TrafficOptions options;

    @Override
    Outcome measure(Path work, Progress progress) {
        progress.say("starting PostgreSQL, Kafka and the services in " + work);
        try (BenchStack stack = BenchStack.start(work, options.partitions)) {
            Run run = new Run(stack, options, progress);
            Map<String, String> conditions = Conditions.of(stack, work);
            conditions.put("traffic", events + " events, " + options.described());
            run.prepare();
            Drain drain = new Drain(run);
            Drain.Drained drained = drain.measure(events, skip);
            drain.verify();
            Map<String, String> rows = new LinkedHashMap<>();
            rows.put(
                    "drain",
                    Times.perSecond(drained.events(), drained.nanos()) + " events/s: " + drained.events() + " in "
                            + Times.seconds(drained.nanos()) + " s");
            rows.put("processor time per event", drained.micros() + " µs");
            rows.put("services", Memory.described(stack.servicesPid()));
            return new Figures(
                    conditions,
                    "every customer, every count",
                    rows,
                    Times.perSecond(drained.events(), drained.nanos()));
        }
    }
}
