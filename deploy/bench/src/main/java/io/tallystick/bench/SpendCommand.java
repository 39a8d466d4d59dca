package io.tallystick.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code tally bench spend}: an open loop. Queries begin when they are due, whether those before are answered or not, and the time of each
 * counts from the moment when it was due, so that a pause of the services shows in every query that fell into it.
 */
@Command(
        name = "spend",
        description = "How long the spend query takes while events come in at a fixed rate.",
        mixinStandardHelpOptions = true)
final class SpendCommand extends BenchCommand {
    private static final long LONGEST_NANOS = Duration.ofSeconds(60).toNanos();
    private static final int MOST_UNDER_WAY = 2_000;

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
            ask(run, warmUp);
            Map<String, String> rows = new LinkedHashMap<>();
            progress.say("asking " + queries + " times a second for " + seconds + " s");
            Asked few = ask(run, seconds);
            run.awaitVisible();
            rows(few, run.load().accepted(), rows);
            if (stored > run.load().accepted()) {
                progress.say("sending until " + stored + " events are stored");
                run.load().run(_ -> run.load().accepted() < stored);
                run.awaitVisible();
                progress.say("asking again");
                Asked many = ask(run, seconds);
                run.awaitVisible();
                rows(many, run.load().accepted(), rows);
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

    private void rows(Asked asked, long events, Map<String, String> rows) {
        if (asked.failed() > 0) {
            throw new BenchFailure(asked.failed() + " queries were not answered with 200");
        }
        Histogram times = asked.times();
        rows.put(
                "until " + events + " events",
                times.getTotalCount() + " spend queries at " + queries + "/s, while " + asked.events() / seconds
                        + " events/s came in, from when it was due: p50 " + Times.millis(times.getValueAtPercentile(50))
                        + " ms, p99 " + Times.millis(times.getValueAtPercentile(99)) + " ms, p99.9 "
                        + Times.millis(times.getValueAtPercentile(99.9)) + " ms, longest "
                        + Times.millis(times.getMaxValue()) + " ms");
    }

    private record Asked(Histogram times, long failed, long events) {}

    private Asked ask(Run run, int forSeconds) {
        Histogram times = new ConcurrentHistogram(LONGEST_NANOS, 3);
        LongAdder failed = new LongAdder();
        ConcurrentLinkedQueue<CompletableFuture<Void>> underWay = new ConcurrentLinkedQueue<>();
        long before = run.load().accepted();
        Thread sender = Thread.ofPlatform().start(() -> run.load().paced(rate, forSeconds));
        Api api = run.stack().api();
        long began = System.nanoTime();
        for (long number = 0; number < (long) queries * forSeconds; number++) {
            long due = began + number * 1_000_000_000L / queries;
            Api.pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            String path = "/v1/customers/" + Names.customer((int) (number * 7_919 % options.customers)) + "/spend";
            underWay.add(api.status(path).handle((status, trouble) -> {
                if (trouble != null || status != 200) {
                    failed.increment();
                }
                times.recordValue(Math.min(LONGEST_NANOS, Math.max(0, System.nanoTime() - due)));
                return null;
            }));
            while (underWay.size() > MOST_UNDER_WAY) {
                underWay.remove().join();
            }
        }
        underWay.forEach(CompletableFuture::join);
        try {
            sender.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", interrupted);
        }
        return new Asked(times, failed.sum(), run.load().accepted() - before);
    }
}
