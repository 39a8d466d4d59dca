package io.tallystick.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.HdrHistogram.Histogram;

/** Spend queries at a fixed rate, beside events at a fixed rate. */
final class SpendLoop implements EvenLoop.Requests {
    private static final int CONNECTIONS = 64;
    private static final int GOOD = 200;

    private final Run run;
    private final long perSecond;
    private long failed;

    private SpendLoop(Run run, long perSecond) {
        this.run = run;
        this.perSecond = perSecond;
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
        return new SpendLoop(run, perSecond).beside(rate, seconds);
    }

    private Part beside(long rate, int seconds) {
        long accepted = run.load().accepted();
        Map<String, Duration> before = run.stack().processorTime();
        long began = System.nanoTime();
        CompletableFuture<Void> events =
                CompletableFuture.runAsync(() -> run.load().paced(rate, seconds));
        Histogram times;
        try {
            times = EvenLoop.ask(run.stack().api(), CONNECTIONS, perSecond * seconds, seconds, this);
            events.join();
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

    @Override
    public void send(Asker asker, long number) throws IOException {
        asker.get(number, "/v1/customers/" + customer(number) + "/spend");
    }

    @Override
    public boolean take(Wire.Answer answer, long number, long nanos) {
        if (answer.status() != GOOD || !answer.body().contains("\"customerId\":\"" + customer(number) + "\"")) {
            failed++;
        }
        return true;
    }

    private String customer(long number) {
        return Names.customer((int) (number * 7_919 % run.options().customers));
    }
}
