package io.tallystick.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
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

    @Option(names = "--warm-up", defaultValue = "15", description = "seconds before (default ${DEFAULT-VALUE})")
    private int warmUp;

    @Mixin
    private TrafficOptions options;

    @Override
    Outcome measure(Path work, Progress progress) {
        progress.say("starting PostgreSQL, Kafka and the services in " + work);
        try (BenchStack stack = BenchStack.start(work, options.partitions)) {
            Run run = new Run(stack, options, progress);
            Map<String, String> conditions = Conditions.of(stack, work);
            conditions.put("traffic", rate + " events/s, " + options.described());
            run.prepare();
            progress.say("warming up for " + warmUp + " s");
            SpendLoop.Part _ = SpendLoop.ask(run, rate, queries, warmUp);
            Map<String, String> rows = new LinkedHashMap<>();
            SpendLoop.Part few = measure(run, rows);
            if (stored > run.load().accepted()) {
                run.fill(stored);
                SpendLoop.Part many = measure(run, rows);
                rows.put(
                        "with many against few",
                        percent(many.times(), few.times(), 50) + " % at p50, " + percent(many.times(), few.times(), 99)
                                + " % at p99");
            }
            run.verify(0);
            return new Figures(conditions, "every customer, every count, every answer", rows);
        }
    }

    private static long percent(Histogram many, Histogram few, int percentile) {
        return many.getValueAtPercentile(percentile) * 100 / Math.max(1, few.getValueAtPercentile(percentile));
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
