package io.tallystick.bench;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.HdrHistogram.Histogram;

/**
 * Spend queries at a fixed rate, beside events at a fixed rate. A query is sent when it is due or as soon as a connection is free after
 * that, and its time counts from when it was due, so that a pause of the services shows in every query that fell into it. One thread
 * asks, and sends at most a millisecond late: a thread for each connection took more processor time for a query than the services.
 */
final class SpendLoop {
    private static final long LONGEST_NANOS = Duration.ofSeconds(60).toNanos();
    private static final int CONNECTIONS = 64;

    private final Run run;
    private final long perSecond;
    private final long queries;
    private final Histogram times = new Histogram(LONGEST_NANOS, 3);
    private long failed;

    private SpendLoop(Run run, long perSecond, int seconds) {
        this.run = run;
        this.perSecond = perSecond;
        this.queries = perSecond * seconds;
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

    /** Sends {@code rate} events and {@code perSecond} queries a second. */
    static Part ask(Run run, long rate, long perSecond, int seconds) {
        return new SpendLoop(run, perSecond, seconds).beside(rate, seconds);
    }

    private Part beside(long rate, int seconds) {
        long accepted = run.load().accepted();
        Map<String, Duration> before = run.stack().processorTime();
        long began = System.nanoTime();
        CompletableFuture<Void> events =
                CompletableFuture.runAsync(() -> run.load().paced(rate, seconds));
        try {
            ask(began);
            events.join();
        } catch (IOException broken) {
            throw new BenchFailure("a query was not answered", broken);
        } catch (CompletionException broken) {
            throw broken.getCause() instanceof BenchFailure failure ? failure : broken;
        }
        return new Part(
                times,
                failed,
                run.load().accepted() - accepted,
                System.nanoTime() - began,
                before,
                run.stack().processorTime());
    }

    private void ask(long began) throws IOException {
        List<Asker> all = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                all.add(run.stack().api().asker(selector));
            }
            Deque<Asker> idle = new ArrayDeque<>(all);
            long next = 0;
            while (next < queries || idle.size() < CONNECTIONS) {
                while (next < queries && !idle.isEmpty() && due(began, next) <= System.nanoTime()) {
                    String customer = Names.customer((int) (next * 7_919 % run.options().customers));
                    // The most recent one: as many are used as are needed.
                    idle.pop()
                            .ask(next++, "/v1/customers/" + customer + "/spend", "\"customerId\":\"" + customer + "\"");
                }
                selector.select(
                        key -> {
                            if (take((Asker) key.attachment(), began)) {
                                idle.push((Asker) key.attachment());
                            }
                        },
                        1);
            }
        } finally {
            for (Asker one : all) {
                one.close();
            }
        }
    }

    private boolean take(Asker asker, long began) {
        try {
            if (!asker.isAnswered()) {
                return false;
            }
        } catch (IOException broken) {
            throw new BenchFailure("a query was not answered", broken);
        }
        if (!asker.isGood()) {
            failed++;
        }
        times.recordValue(Math.min(LONGEST_NANOS, Math.max(0, System.nanoTime() - due(began, asker.number()))));
        return true;
    }

    private long due(long began, long number) {
        return began + number * 1_000_000_000L / perSecond;
    }
}
