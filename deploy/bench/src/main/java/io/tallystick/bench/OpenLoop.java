package io.tallystick.bench;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Sends requests when they are due, whether or not anything was answered, and counts the time of each from that moment. What is pushed
 * back is dropped, so that the offered rate stays what it is; or sent again after a moment, which counts in its time.
 */
final class OpenLoop {
    private static final long LONGEST_NANOS = Duration.ofSeconds(60).toNanos();
    private static final int WARM_UP_SECONDS = 2;

    /** More are not what a sender has; whoever waits for one is late from when it was due. */
    private static final int MOST_CONNECTIONS = 512;

    private final Wires wires;
    private final EventWriter writer;
    private final int batch;
    private final boolean again;
    private final Histogram times = new ConcurrentHistogram(LONGEST_NANOS, 3);
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder pushedBack = new LongAdder();
    private final LongAdder other = new LongAdder();
    private final AtomicLong lastBusy = new AtomicLong();
    private final Semaphore connections = new Semaphore(MOST_CONNECTIONS);

    private OpenLoop(Wires wires, EventWriter writer, int batch, boolean again) {
        this.again = again;
        this.wires = wires;
        this.writer = writer;
        this.batch = batch;
    }

    /**
     * What it came to.
     *
     * @param pushedBack events of requests that were answered with 429 and Retry-After
     * @param other requests that were answered neither so nor with counts, or not at all
     * @param lastBusy nanoseconds from the start to the last 429
     */
    record Part(
            long offered,
            long accepted,
            long refused,
            long pushedBack,
            long other,
            Histogram times,
            long lastBusy,
            long nanos) {
        String described() {
            return "answered p50 " + Times.millis(times.getValueAtPercentile(50)) + " ms, p99 "
                    + Times.millis(times.getValueAtPercentile(99)) + " ms from when it was due";
        }
    }

    /** Until all are accepted, and after two seconds of it that are not counted: the connections are there then. */
    static Part offerWarm(Load load, EventWriter writer, int batch, long rate, int seconds) {
        Part _ = offer(load, writer, batch, rate, WARM_UP_SECONDS, true);
        return offer(load, writer, batch, rate, seconds, true);
    }

    /** Offers the next events of a load at {@code rate} events a second; when all are answered they are counted there. */
    static Part offer(Load load, EventWriter writer, int batch, long rate, int seconds) {
        return offer(load, writer, batch, rate, seconds, false);
    }

    private static Part offer(Load load, EventWriter writer, int batch, long rate, int seconds, boolean again) {
        long requests = rate * seconds / batch;
        Part part = new OpenLoop(load.wires(), writer, batch, again).offer(load.skip(requests * batch), rate, requests);
        load.count(part.accepted(), part.refused());
        return part;
    }

    private Part offer(long from, long rate, long requests) {
        long began = System.nanoTime();
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long number = 0; number < requests; number++) {
                long due = began + number * batch * 1_000_000_000L / rate;
                long early = due - System.nanoTime();
                if (early > 0) {
                    Api.pause(Duration.ofNanos(early));
                }
                long position = from + number * batch;
                byte[] body = writer.batch(position, position + batch);
                each.execute(() -> send(body, began, due));
            }
        }
        return new Part(
                requests * batch,
                accepted.sum(),
                refused.sum(),
                pushedBack.sum(),
                other.sum(),
                times,
                lastBusy.get(),
                System.nanoTime() - began);
    }

    private void send(byte[] body, long began, long due) {
        Wire.Answer answer;
        try {
            connections.acquireUninterruptibly();
            answer = wires.post(body);
            while (again && answer.status() == Load.BUSY) {
                pushedBack.add(batch);
                Api.pause(Load.BACK_OFF);
                answer = wires.post(body);
            }
        } catch (BenchFailure unanswered) {
            other.increment();
            return;
        } finally {
            connections.release();
        }
        long now = System.nanoTime();
        times.recordValue(Math.min(LONGEST_NANOS, Math.max(0, now - due)));
        if (Load.isCounted(answer)) {
            accepted.add(answer.count("accepted"));
            refused.add(answer.count("refused"));
        } else if (answer.status() == Load.BUSY && answer.retryAfter()) {
            pushedBack.add(batch);
            lastBusy.accumulateAndGet(now - began, Math::max);
        } else {
            other.increment();
        }
    }
}
