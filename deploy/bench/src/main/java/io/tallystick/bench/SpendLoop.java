package io.tallystick.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Spend queries at a fixed rate, beside events at a fixed rate. A query is sent when it is due or as soon as a connection is free after
 * that, and its time counts from when it was due, so that a pause of the services shows in every query that fell into it.
 */
final class SpendLoop {
    private static final long LONGEST_NANOS = Duration.ofSeconds(60).toNanos();

    /** Whoever waits for one is late from when it was due. */
    private static final int CONNECTIONS = 64;

    private final Run run;
    private final long queries;
    private final Wires wires;
    private final Histogram times = new ConcurrentHistogram(LONGEST_NANOS, 3);
    private final LongAdder failed = new LongAdder();
    private final AtomicLong next = new AtomicLong();

    private SpendLoop(Run run, long queries) {
        this.run = run;
        this.queries = queries;
        this.wires = new Wires(run.stack()::api, Load.PATH, Load.TYPE);
    }

    /**
     * What it came to.
     *
     * @param times from when a query was due
     * @param failed queries that were not answered with 200 and the lines of the very customer
     * @param events that were accepted meanwhile
     * @param nanos until the last answer
     * @param before processor time of each part
     * @param after the same at the end
     */
    record Part(
            Histogram times,
            long failed,
            long events,
            long nanos,
            Map<String, Duration> before,
            Map<String, Duration> after) {}

    /** Sends {@code rate} events and {@code queries} queries a second. */
    static Part ask(Run run, long rate, long queries, int seconds) {
        return new SpendLoop(run, queries * seconds).ask(rate, queries, seconds);
    }

    private Part ask(long rate, long perSecond, int seconds) {
        long accepted = run.load().accepted();
        Map<String, Duration> before = run.stack().processorTime();
        long began = System.nanoTime();
        try (ExecutorService pool = Executors.newFixedThreadPool(CONNECTIONS + 1)) {
            List<CompletableFuture<Void>> running = new ArrayList<>();
            running.add(CompletableFuture.runAsync(() -> run.load().paced(rate, seconds), pool));
            for (int i = 0; i < CONNECTIONS; i++) {
                running.add(CompletableFuture.runAsync(() -> askUntilAllAreAsked(began, perSecond), pool));
            }
            running.forEach(CompletableFuture::join);
        } catch (CompletionException broken) {
            throw broken.getCause() instanceof BenchFailure failure ? failure : broken;
        }
        return new Part(
                times,
                failed.sum(),
                run.load().accepted() - accepted,
                System.nanoTime() - began,
                before,
                run.stack().processorTime());
    }

    private void askUntilAllAreAsked(long began, long perSecond) {
        for (long number = next.getAndIncrement(); number < queries; number = next.getAndIncrement()) {
            long due = began + number * 1_000_000_000L / perSecond;
            Api.pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            if (!isAnswered(Names.customer((int) (number * 7_919 % run.options().customers)))) {
                failed.increment();
            }
            times.recordValue(Math.min(LONGEST_NANOS, Math.max(0, System.nanoTime() - due)));
        }
    }

    private boolean isAnswered(String customer) {
        Wire.Answer answer = wires.get("/v1/customers/" + customer + "/spend");
        return answer.status() == 200
                && answer.body().contains("\"customerId\":\"" + customer + "\"")
                && answer.body().contains("\"periods\":[{");
    }
}
