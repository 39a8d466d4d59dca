package io.tallystick.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tally bench growth}: what an event costs with more partitions, and with more events stored before it. */
@Command(
        name = "growth",
        description = "Processor time of an event over the number of partitions and over the events stored before.",
        mixinStandardHelpOptions = true)
final class GrowthCommand extends BenchCommand {
    @Option(
            names = "--over",
            split = ",",
            defaultValue = "1,12,96",
            description = "numbers of partitions (default ${DEFAULT-VALUE})")
    private List<Integer> partitions;

    @Option(names = "--events", defaultValue = "1000000", description = "events of a step (default ${DEFAULT-VALUE})")
    private long events;

    @Option(
            names = "--steps",
            defaultValue = "4",
            description = "steps on the last number of partitions, each upon the events of those before"
                    + " (default ${DEFAULT-VALUE})")
    private int steps;

    @Mixin
    private TrafficOptions options;

    @Override
    Outcome measure(Path work, Progress progress) {
        Map<String, String> rows = new LinkedHashMap<>();
        Map<String, String> conditions = Map.of();
        for (int number : partitions) {
            progress.say("starting PostgreSQL, Kafka and the services with " + number + " partitions");
            options.partitions = number;
            boolean last = number == partitions.getLast();
            try (BenchStack stack = BenchStack.start(work.resolve("partitions-" + number), number)) {
                conditions = Conditions.of(stack, work);
                Run run = new Run(stack, options, progress);
                run.prepare();
                Drain drain = new Drain(run);
                for (int step = 0; step < (last ? steps : 1); step++) {
                    Drain.Drained drained = drain.measure(events, events / 2);
                    rows.put(
                            number + " partitions, " + step * events + " stored",
                            drained.micros() + " µs, " + Times.perSecond(drained.events(), drained.nanos())
                                    + " events/s");
                    drain.forgetLog();
                }
                drain.verify();
            }
        }
        conditions.put(
                "traffic",
                events + " events a step, the second half of them measured, " + options.customers + " customers, seed "
                        + options.seed);
        return new Figures(conditions, "every customer, every count, after each number of partitions", rows);
    }
}
