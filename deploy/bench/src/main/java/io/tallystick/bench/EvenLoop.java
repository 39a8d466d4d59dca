package io.tallystick.bench;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Requests at a fixed rate, whether or not anything was answered. Each is sent when it is due, or as soon as a connection is free after
 * that, and its time counts from when it was due, so that a pause of the services shows in every request that fell into it. One thread
 * sends, at most a millisecond late: a thread for each connection took more processor time for a request than the services.
 */
final class EvenLoop {
    private static final long LONGEST_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long SELECT_MILLIS = 1;

    private final Requests requests;
    private final long count;
    private final long nanos;
    private final Histogram times = new Histogram(LONGEST_NANOS, 3);
    private final Deque<Asker> idle = new ArrayDeque<>();
    private final Deque<Again> again = new ArrayDeque<>();
    private final long began = System.nanoTime();
    private long answered;

    private EvenLoop(Requests requests, long count, int seconds) {
        this.requests = requests;
        this.count = count;
        this.nanos = Duration.ofSeconds(seconds).toNanos();
    }

    /** What is asked, and what is done with an answer. */
    interface Requests {
        /** Sends the request of this number. */
        void send(Asker asker, long number) throws IOException;

        /**
         * Takes the answer to the request of this number.
         *
         * @param nanos since the first request
         * @return whether that was all; otherwise it is sent again after {@link Load#BACK_OFF}
         */
        boolean take(Wire.Answer answer, long number, long nanos);
    }

    private record Again(long number, long at) {}

    /**
     * Asks {@code count} within so many seconds, and waits for every answer.
     *
     * @return the times from when each was due
     * @throws BenchFailure if a connection breaks
     */
    static Histogram ask(Api api, int connections, long count, int seconds, Requests requests) {
        EvenLoop loop = new EvenLoop(requests, count, seconds);
        try {
            loop.run(api, connections);
        } catch (IOException broken) {
            throw new BenchFailure("a request was not answered", broken);
        }
        return loop.times;
    }

    private void run(Api api, int connections) throws IOException {
        List<Asker> all = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                all.add(api.asker(selector));
            }
            idle.addAll(all);
            long next = 0;
            while (answered < count) {
                while (!again.isEmpty() && !idle.isEmpty() && again.element().at() <= System.nanoTime()) {
                    send(again.remove().number());
                }
                while (next < count && !idle.isEmpty() && due(next) <= System.nanoTime()) {
                    send(next++);
                }
                selector.select(key -> take((Asker) key.attachment()), SELECT_MILLIS);
            }
        } finally {
            for (Asker one : all) {
                one.close();
            }
        }
    }

    private void send(long number) throws IOException {
        // The most recent one: as many are used as are needed.
        requests.send(idle.pop(), number);
    }

    private void take(Asker asker) {
        try {
            if (!asker.isAnswered()) {
                return;
            }
        } catch (IOException broken) {
            throw new BenchFailure("a request was not answered", broken);
        }
        long now = System.nanoTime();
        long number = asker.number();
        idle.push(asker);
        if (requests.take(asker.answer(), number, now - began)) {
            answered++;
            times.recordValue(Math.min(LONGEST_NANOS, Math.max(0, now - due(number))));
        } else {
            again.add(new Again(number, now + Load.BACK_OFF.toNanos()));
        }
    }

    private long due(long number) {
        return began + number * nanos / count;
    }
}
