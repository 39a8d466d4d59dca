package io.tallystick.bench;

import java.io.IOException;
import org.HdrHistogram.Histogram;

/**
 * Sends events when they are due, see {@link EvenLoop}. What is pushed back is dropped, so that the offered rate stays what it is; or sent
 * again after a moment, which counts in its time.
 */
final class OpenLoop implements EvenLoop.Requests {
    /** More are not what a sender has; whoever waits for one is late from when it was due. */
    private static final int CONNECTIONS = 512;

    private final EventWriter writer;
    private final int batch;
    private final boolean again;
    private final long from;
    private long accepted;
    private long refused;
    private long pushedBack;
    private long other;
    private long lastBusy;

    private OpenLoop(EventWriter writer, int batch, boolean again, long from) {
        this.writer = writer;
        this.batch = batch;
        this.again = again;
        this.from = from;
    }

    /**
     * What it came to.
     *
     * @param pushedBack events of requests that were answered with 429 and Retry-After
     * @param other requests that were answered neither so nor with counts
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

    /** Offers the next events at {@code rate} events a second; when all are answered they are counted there. */
    static Part offer(Run run, long rate, int seconds) {
        return offer(run, rate, seconds, false);
    }

    /** The same, until all are accepted: what is pushed back is sent again. */
    static Part offerAll(Run run, long rate, int seconds) {
        return offer(run, rate, seconds, true);
    }

    private static Part offer(Run run, long rate, int seconds, boolean again) {
        int batch = run.options().batch;
        long requests = rate * seconds / batch;
        OpenLoop loop = new OpenLoop(run.writer(), batch, again, run.load().skip(requests * batch));
        long began = System.nanoTime();
        Histogram times = EvenLoop.ask(run.stack().api(), CONNECTIONS, requests, seconds, loop);
        run.load().count(loop.accepted, loop.refused);
        return new Part(
                requests * batch,
                loop.accepted,
                loop.refused,
                loop.pushedBack,
                loop.other,
                times,
                loop.lastBusy,
                System.nanoTime() - began);
    }

    @Override
    public void send(Asker asker, long number) throws IOException {
        long position = from + number * batch;
        asker.post(number, Load.PATH, Load.TYPE, writer.batch(position, position + batch));
    }

    @Override
    public boolean take(Wire.Answer answer, long number, long nanos) {
        if (Load.isCounted(answer)) {
            accepted += answer.count("accepted");
            refused += answer.count("refused");
        } else if (answer.status() == Load.BUSY && answer.retryAfter()) {
            pushedBack += batch;
            lastBusy = nanos;
            return !again;
        } else {
            other++;
        }
        return true;
    }
}
