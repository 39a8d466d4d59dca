package io.tallystick.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/** Sends the traffic in its order, a few requests at a time, each as soon as one before is answered. */
final class Load {
    static final String PATH = "/v1/events?results=refused";
    static final String TYPE = "application/cloudevents-batch+json";

    static final int BUSY = 429;

    private static final int ACCEPTED = 202;
    private static final int NOTHING_ACCEPTED = 422;
    private static final int UNAVAILABLE = 503;
    static final Duration BACK_OFF = Duration.ofMillis(200);

    private final Wires wires;
    private final EventWriter writer;
    private final int batch;
    private final int senders;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong pushedBack = new AtomicLong();
    private volatile boolean patient;

    Load(Supplier<Api> api, EventWriter writer, int batch, int senders) {
        this.wires = new Wires(api, PATH, TYPE);
        this.writer = writer;
        this.batch = batch;
        this.senders = senders;
    }

    /** From now on a request without an answer is sent again, with the same bytes: the services may be killed. */
    void outlastsTheServices() {
        patient = true;
    }

    /** Sends batches while {@code more} says so of the number of positions begun; returns when every answer is there. */
    void run(LongPredicate more) {
        inParallel(() -> send(more));
    }

    private void inParallel(Runnable sender) {
        try (ExecutorService pool = Executors.newFixedThreadPool(senders)) {
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                running.add(CompletableFuture.runAsync(sender, pool));
            }
            running.forEach(CompletableFuture::join);
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof BenchFailure failure ? failure : failed;
        }
    }

    private void send(LongPredicate more) {
        while (true) {
            long from = next.get();
            if (!more.test(from)) {
                return;
            }
            if (next.compareAndSet(from, from + batch)) {
                post(writer.batch(from, from + batch));
            }
        }
    }

    /** Sends {@code rate} events a second, as evenly as batches allow; whatever cannot keep up is sent later, not left out. */
    void paced(long rate, int seconds) {
        long began = System.nanoTime();
        long batches = rate * seconds / batch;
        AtomicLong number = new AtomicLong();
        inParallel(() -> {
            for (long mine = number.getAndIncrement(); mine < batches; mine = number.getAndIncrement()) {
                long due = began + mine * batch * 1_000_000_000L / rate;
                Api.pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                long from = next.getAndAdd(batch);
                post(writer.batch(from, from + batch));
            }
        });
    }

    /** Once; only an answer of 202 counts. */
    void tryPost(byte[] body) {
        Wire.Answer answer = wires.post(body);
        if (answer.status() == ACCEPTED) {
            accepted.addAndGet(answer.count("accepted"));
        }
    }

    /** Until it is answered: pushed back or unavailable means again, with the same bytes. */
    void post(byte[] body) {
        while (true) {
            Wire.Answer answer;
            try {
                answer = wires.post(body);
            } catch (Api.Unreachable away) {
                if (!patient) {
                    throw away;
                }
                Api.pause(BACK_OFF);
                continue;
            }
            if (answer.status() == BUSY || answer.status() == UNAVAILABLE) {
                pushedBack.incrementAndGet();
                Api.pause(BACK_OFF);
                continue;
            }
            if (!isCounted(answer)) {
                throw new BenchFailure("POST /v1/events was answered with " + answer.status() + " " + answer.body());
            }
            accepted.addAndGet(answer.count("accepted"));
            refused.addAndGet(answer.count("refused"));
            return;
        }
    }

    /** Whether every event of the request was decided; with 422 all of them were refused. */
    static boolean isCounted(Wire.Answer answer) {
        return answer.status() == ACCEPTED || answer.status() == NOTHING_ACCEPTED;
    }

    /** Takes the next positions for somebody who sends them another way, and what became of them. */
    long skip(long positions) {
        return next.getAndAdd(positions);
    }

    /** Counts what was sent another way, see {@link #skip}. */
    void count(long acceptedMore, long refusedMore) {
        accepted.addAndGet(acceptedMore);
        refused.addAndGet(refusedMore);
    }

    /** Positions sent so far. */
    long positions() {
        return next.get();
    }

    long accepted() {
        return accepted.get();
    }

    long refused() {
        return refused.get();
    }

    /** Requests that were answered with 429 or 503 and sent again. */
    long pushedBack() {
        return pushedBack.get();
    }
}
