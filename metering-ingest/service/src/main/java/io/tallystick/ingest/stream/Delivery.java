package io.tallystick.ingest.stream;

import io.tallystick.ingest.app.LogUnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Waits for the acknowledgements of one request: the last one completes it, the first failure fails it. */
final class Delivery implements Callback {
    private final AtomicInteger outstanding;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Delivery(int records) {
        outstanding = new AtomicInteger(records);
    }

    CompletionStage<Void> done() {
        return done;
    }

    boolean hasFailed() {
        return done.isCompletedExceptionally();
    }

    void fail(Exception failure) {
        done.completeExceptionally(new LogUnavailableException(failure));
    }

    @Override
    public void onCompletion(RecordMetadata metadata, Exception failure) {
        if (failure != null) {
            fail(failure);
        } else if (outstanding.decrementAndGet() == 0) {
            done.complete(null);
        }
    }
}
