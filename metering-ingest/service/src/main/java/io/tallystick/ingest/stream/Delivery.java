package io.tallystick.ingest.stream;

import io.tallystick.ingest.app.LogUnavailableException;
import io.tallystick.schemas.crash.CrashPoint;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jboss.logging.Logger;

/** Waits for the acknowledgements of one request: the last one completes it, the first failure fails it. */
final class Delivery implements Callback {
    private static final Logger LOG = Logger.getLogger(Delivery.class);

    private final AtomicInteger outstanding;
    private final IntConsumer acknowledged;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    /** Of so many records; the partition of each is told when it is acknowledged. */
    Delivery(int records, IntConsumer acknowledged) {
        this.outstanding = new AtomicInteger(records);
        this.acknowledged = acknowledged;
    }

    CompletionStage<Void> done() {
        return done;
    }

    boolean hasFailed() {
        return done.isCompletedExceptionally();
    }

    void fail(Exception failure) {
        // Once for a request, although each of its records tells the same.
        if (done.completeExceptionally(new LogUnavailableException(failure))) {
            LOG.warnf("A request is answered with 503, the log did not acknowledge: %s", failure.toString());
        }
    }

    @Override
    public void onCompletion(RecordMetadata metadata, Exception failure) {
        if (failure != null) {
            fail(failure);
            return;
        }
        acknowledged.accept(metadata.partition());
        if (outstanding.decrementAndGet() == 0) {
            CrashPoint.INGEST_ACKNOWLEDGED.here();
            done.complete(null);
        }
    }
}
