package io.tallystick.bench;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code tally bench overload}: half as much again as the door can take, sent when it is due whether or not anything was answered. What is
 * pushed back is dropped here, so that the offered rate stays what it is.
 */
@Command(
        name = "overload",
        description = "What the door accepts and pushes back at 150 % of what it can take, and how soon it recovers.",
        mixinStandardHelpOptions = true)
final class OverloadCommand extends BenchCommand {
    private static final int PERCENT = 150;
    private static final int AFTERWARDS_PERCENT = 50;
    private static final long LONGEST_NANOS = Duration.ofSeconds(60).toNanos();

    @Option(names = "--seconds", defaultValue = "10", description = "length of a part (default ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "10", description = "seconds before (default ${DEFAULT-VALUE})")
    private int warmUp;

    @Mixin
    private TrafficOptions options;

    private final AtomicLong acceptedLater = new AtomicLong();
    private final AtomicLong position = new AtomicLong();

    /** What a part with a fixed rate came to. */
    private record Part(long offered, long accepted, long pushedBack, long other, Histogram times, long lastBusy) {}

    @Override
    Outcome measure(Path work, Progress progress) {
        progress.say("starting PostgreSQL, Kafka and the services in " + work);
        try (BenchStack stack = BenchStack.start(work, options.partitions)) {
            Run run = new Run(stack, options, progress);
            Map<String, String> conditions = Conditions.of(stack, work);
            conditions.put("traffic", options.described());
            run.prepare();
            progress.say("warming up for " + warmUp + " s");
            run.load().run(Times.until(warmUp));
            progress.say("looking for the maximum for " + seconds + " s");
            long before = run.load().accepted();
            long began = System.nanoTime();
            run.load().run(Times.until(seconds));
            long maximum = Times.perSecond(run.load().accepted() - before, System.nanoTime() - began);
            position.set(run.load().positions());
            long offered = maximum * PERCENT / 100;
            progress.say("offering " + offered + " events/s for " + seconds + " s");
            Part over = offer(run, offered);
            progress.say("offering " + maximum * AFTERWARDS_PERCENT / 100 + " events/s for " + seconds + " s");
            Part after = offer(run, maximum * AFTERWARDS_PERCENT / 100);
            run.awaitVisible();
            verify(run);
            if (over.other() + after.other() > 0) {
                throw new BenchFailure(over.other() + after.other()
                        + " requests were answered neither with 202 nor with 429 and Retry-After");
            }
            Map<String, String> rows = new LinkedHashMap<>();
            rows.put("maximum", maximum + " events/s");
            rows.put(
                    "at " + PERCENT + " %",
                    over.offered() + " events offered, " + over.accepted() + " accepted ("
                            + over.accepted() * 100 / Math.max(1, maximum * seconds) + " % of the maximum), "
                            + over.pushedBack() + " pushed back with 429 and Retry-After, "
                            + described(over.times()));
            rows.put(
                    "at " + AFTERWARDS_PERCENT + " % right after",
                    after.accepted() + " of " + after.offered() + " events accepted, the last 429 after "
                            + Times.seconds(after.lastBusy()) + " s, "
                            + described(after.times()));
            rows.put("services", Memory.described(stack.servicesPid()));
            return new Figures(conditions, "every accepted event read back from the log", rows);
        }
    }

    private Part offer(Run run, long rate) {
        Histogram times = new ConcurrentHistogram(LONGEST_NANOS, 3);
        LongAdder accepted = new LongAdder();
        LongAdder busy = new LongAdder();
        LongAdder other = new LongAdder();
        AtomicLong lastBusy = new AtomicLong();
        Api api = run.stack().api();
        long began = System.nanoTime();
        long requests = rate * seconds / options.batch;
        CountDownLatch underWay = new CountDownLatch((int) requests);
        for (long number = 0; number < requests; number++) {
            long due = began + number * options.batch * 1_000_000_000L / rate;
            Api.pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            long from = position.getAndAdd(options.batch);
            CompletableFuture<HttpResponse<byte[]>> _ = api.postLater(
                            Load.PATH, Load.TYPE, run.writer().batch(from, from + options.batch))
                    .whenComplete((answer, trouble) -> {
                        times.recordValue(Math.min(LONGEST_NANOS, Math.max(0, System.nanoTime() - due)));
                        if (trouble == null && answer.statusCode() == 202) {
                            accepted.add(Api.json(answer).get("accepted").longValue());
                        } else if (trouble == null && isPushedBack(answer)) {
                            busy.add(options.batch);
                            lastBusy.accumulateAndGet(System.nanoTime() - began, Math::max);
                        } else {
                            other.increment();
                        }
                        underWay.countDown();
                    });
        }
        try {
            underWay.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", interrupted);
        }
        acceptedLater.addAndGet(accepted.sum());
        return new Part(requests * options.batch, accepted.sum(), busy.sum(), other.sum(), times, lastBusy.get());
    }

    private static boolean isPushedBack(HttpResponse<byte[]> answer) {
        return answer.statusCode() == 429
                && answer.headers().firstValue("Retry-After").isPresent();
    }

    private void verify(Run run) {
        run.say("reading the log back");
        long accepted = run.load().accepted() + acceptedLater.get();
        run.verifyLog(accepted);
        Run.mustBe("received by rating", run.reconciliation().get("received").longValue(), accepted);
    }

    private static String described(Histogram times) {
        return "answered p50 " + Times.millis(times.getValueAtPercentile(50)) + " ms, p99 "
                + Times.millis(times.getValueAtPercentile(99)) + " ms from when it was due";
    }
}
