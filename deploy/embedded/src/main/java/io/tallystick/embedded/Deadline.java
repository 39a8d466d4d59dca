package io.tallystick.embedded;

import java.time.Duration;

/** A point on the monotonic clock: waiting must not depend on a wall clock that can be set back. */
record Deadline(long nanos) {
    static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    boolean passed() {
        return System.nanoTime() - nanos >= 0;
    }

    /** Waits a little, the pace of every poll in this package. */
    static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("interrupted", "Interrupted while waiting for a server.", e);
        }
    }
}
