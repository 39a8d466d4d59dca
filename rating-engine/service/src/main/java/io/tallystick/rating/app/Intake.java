package io.tallystick.rating.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** Bounds the records that were read from the log and are not done: beyond the limit, no more are asked for. */
final class Intake {
    private final LongSupplier limit;
    private long held;
    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);

    Intake(LongSupplier limit) {
        this.limit = limit;
    }

    /** Counts records in; the stage completes when there is room for more. */
    synchronized CompletionStage<Void> take(int records) {
        held += records;
        if (held > limit.getAsLong() && room.isDone()) {
            room = new CompletableFuture<>();
        }
        return room;
    }

    /** Counts records out. */
    void release(int records) {
        CompletableFuture<Void> waiting = null;
        synchronized (this) {
            held -= records;
            if (held <= limit.getAsLong() && !room.isDone()) {
                waiting = room;
            }
        }
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    synchronized long held() {
        return held;
    }
}
