package io.tallystick.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tally bench spend}: an open loop of spend queries beside events, with few and with many events stored. */
@Command(
        name = "spend",
        description = "How long the spend query takes while events come in at a fixed rate.",
        mixinStandardHelpOptions = true)
final class SpendCommand extends BenchCommand {
    @Option(names = "--rate", defaultValue = "20000", description = "events per second (default ${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--queries", defaultValue = "2000", description = "queries per second (default ${DEFAULT-VALUE})")
    private int queries;

    @Option(names = "--seconds", defaultValue = "20", description = "how long to measure (default ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--stored",
            defaultValue = "1000000",
            description = "events until which it is measured a second time (default ${DEFAULT-VALUE}); 0 leaves it out")
    private long stored;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "how often it is measured each time, of which the median counts (default ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--warm-up", defaultValue = "15", description = "seconds before (default ${DEFAULT-VALUE})")
    private int warmUp;

    @Mixin
    private TrafficOptions options;

    @Override
    Outcome measure(Path work, Progress progress) {
        atLeastOne("--rounds", rounds);
        progress.say("starting PostgreSQL, Kafka and the services in " + work);
        try (BenchStack stack = BenchStack.start(work, options.partitions)) {
            Run run = new Run(stack, options, progress);
            Map<String, String> conditions = Conditions.of(stack, work);
            conditions.put("traffic", rate + " events/s, " + options.described());
            run.prepare();
            progress.say("warming up for " + warmUp + " s");
            SpendLoop.Part _ = SpendLoop.ask(run, rate, queries, warmUp);
            Map<String, String> rows = new LinkedHashMap<>();
            Middle few = measureRounds(run, rows);
            if (stored > run.load().accepted()) {
                run.fill(stored);
                run.say("waiting until what was filled is vacuumed");
                rows.put("vacuum after filling", Vacuum.await(run.stack()).toSeconds() + " s");
                Middle many = measureRounds(run, rows);
                rows.put(
                        "with many against few",
                        many.p50() * 100 / few.p50() + " % at p50, " + many.p99() * 100 / few.p99() + " % at p99");
            }
            run.verify(0);
            return new Figures(conditions, "every customer, every count, every answer", rows);
        }
    }

    /** The medians of the rounds, in nanoseconds. */
    private record Middle(long p50, long p99) {
        static Middle of(List<Histogram> rounds) {
            return new Middle(median(rounds, 50), median(rounds, 99));
        }

        private static long median(List<Histogram> rounds, int percentile) {
            long[] values = rounds.stream()
                    .mapToLong(times -> times.getValueAtPercentile(percentile))
                    .sorted()
                    .toArray();
            return Math.max(1, values[values.length / 2]);
        }
    }

    private Middle measureRounds(Run run, Map<String, String> rows) {
        List<Histogram> times = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            times.add(measure(run, rows).times());
        }
        Middle middle = Middle.of(times);
        rows.put(
                "median of " + rounds + " until " + run.load().accepted() + " events",
                "p50 " + Times.millis(middle.p50()) + " ms, p99 " + Times.millis(middle.p99()) + " ms");
        return middle;
    }

    private SpendLoop.Part measure(Run run, Map<String, String> rows) {
        run.say("sending events alone for " + seconds + " s, then asking " + queries + " times a second as well");
        SpendLoop.Part alone = SpendLoop.ask(run, rate, 0, seconds);
        SpendLoop.Part asked = SpendLoop.ask(run, rate, queries, seconds);
        run.awaitVisible();
        if (asked.failed() > 0) {
            throw new BenchFailure(
                    asked.failed() + " queries were not answered with 200 and the lines of the customer");
        }
        Histogram times = asked.times();
        run.say("p50 " + Times.millis(times.getValueAtPercentile(50)) + " ms, p99 "
                + Times.millis(times.getValueAtPercentile(99)) + " ms");
        rows.put(
                "until " + run.load().accepted() + " events",
                times.getTotalCount() + " spend queries at " + queries + "/s ("
                        + Times.perSecond(times.getTotalCount(), asked.nanos()) + "/s answered), while "
                        + Times.perSecond(asked.events(), asked.nanos())
                        + " events/s came in, from when it was due: p50 " + Times.millis(times.getValueAtPercentile(50))
                        + " ms, p99 " + Times.millis(times.getValueAtPercentile(99)) + " ms, p99.9 "
                        + Times.millis(times.getValueAtPercentile(99.9)) + " ms, longest "
                        + Times.millis(times.getMaxValue()) + " ms");
        rows.put(
                "processor time at " + run.load().accepted() + " events",
                "for an event " + Times.microsPerEvent(alone.before(), alone.after(), alone.events())
                        + " µs without queries, " + Times.microsPerEvent(asked.before(), asked.after(), asked.events())
                        + " µs beside them; for a query " + perQuery(alone, asked) + " µs");
        return asked;
    }

    /** What the machine did more than without queries. */
    private static Map<String, String> perQuery(SpendLoop.Part alone, SpendLoop.Part asked) {
        Map<String, Duration> without = new LinkedHashMap<>();
        asked.before()
                .forEach((part, time) -> without.put(
                        part,
                        time.plus(alone.after()
                                .get(part)
                                .minus(alone.before().get(part))
                                .multipliedBy(asked.events())
                                .dividedBy(Math.max(1, alone.events())))));
        return Times.microsPerEvent(without, asked.after(), asked.times().getTotalCount());
    }
}
