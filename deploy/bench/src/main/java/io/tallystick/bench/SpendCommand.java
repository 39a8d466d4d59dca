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

    @Option(names = "--rate", defaultValue = "10000", description = "events per second (default ${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--queries", defaultValue = "500", description = "queries per second (default ${DEFAULT-VALUE})")
    private int queries;

    @Option(names = "--seconds", defaultValue = "20", description = "how long to measure (default ${DEFAULT-VALUE})")
    private int seconds;

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
            progress.say("asking " + queries + " times a second for " + seconds + " s");
            Asked asked = ask(run, seconds);
            run.awaitVisible();
            run.verify(0);
            if (asked.failed() > 0) {
                throw new BenchFailure(asked.failed() + " queries were not answered with 200");
            }
            Histogram times = asked.times();
            Map<String, String> rows = new LinkedHashMap<>();
            rows.put(
                    "spend queries",
                    times.getTotalCount() + " at " + queries + "/s, while " + asked.events() / seconds
                            + " events/s came in");
            rows.put(
                    "from when it was due",
                    "p50 " + Times.millis(times.getValueAtPercentile(50)) + " ms, p99 "
                            + Times.millis(times.getValueAtPercentile(99)) + " ms, p99.9 "
                            + Times.millis(times.getValueAtPercentile(99.9)) + " ms, longest "
                            + Times.millis(times.getMaxValue()) + " ms");
            return new Figures(conditions, "every customer, every count, every answer", rows);
        }
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
