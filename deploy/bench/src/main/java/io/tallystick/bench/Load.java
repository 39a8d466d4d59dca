package io.tallystick.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
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

    private static final int BUSY = 429;
    private static final int UNAVAILABLE = 503;
    private static final Duration BACK_OFF = Duration.ofMillis(200);

    private final Supplier<Api> api;
    private final EventWriter writer;
    private final int batch;
    private final int senders;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong pushedBack = new AtomicLong();
    private volatile boolean patient;

    Load(Supplier<Api> api, EventWriter writer, int batch, int senders) {
        this.api = api;
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
        try (ExecutorService pool = Executors.newFixedThreadPool(senders)) {
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                running.add(CompletableFuture.runAsync(() -> send(more), pool));
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
    void paced(int rate, int seconds) {
        long began = System.nanoTime();
        long batches = (long) rate * seconds / batch;
        for (long number = 0; number < batches; number++) {
            long due = began + number * batch * 1_000_000_000L / rate;
            Api.pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            long from = next.getAndAdd(batch);
            post(writer.batch(from, from + batch));
        }
    }

    /** Once; only an answer of 202 counts. */
    void tryPost(byte[] body) {
        HttpResponse<byte[]> answer = api.get().tryPost(PATH, TYPE, body);
        if (answer.statusCode() == 202) {
            accepted.addAndGet(Api.json(answer).get("accepted").longValue());
        }
    }

    /** Until it is answered: pushed back or unavailable means again, with the same bytes. */
    void post(byte[] body) {
        while (true) {
            HttpResponse<byte[]> answer;
            try {
                answer = api.get().tryPost(PATH, TYPE, body);
            } catch (Api.Unreachable away) {
                if (!patient) {
                    throw away;
                }
                Api.pause(BACK_OFF);
                continue;
            }
            if (answer.statusCode() == BUSY || answer.statusCode() == UNAVAILABLE) {
                pushedBack.incrementAndGet();
                Api.pause(BACK_OFF);
                continue;
            }
            if (answer.statusCode() != 202) {
                throw Api.refused("POST /v1/events", answer);
            }
            JsonNode counts = Api.json(answer);
            accepted.addAndGet(counts.get("accepted").longValue());
            refused.addAndGet(counts.get("refused").longValue());
            return;
        }
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
