package io.tallystick.acceptance.torture;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for other processes. */
final class Wait {
    private Wait() {}

    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting", stopped);
        }
    }

    /** Returns how long it took; gives up with an exception that names what did not happen. */
    static Duration until(Duration patience, String what, BooleanSupplier condition) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begun > patience.toNanos()) {
                throw new IllegalStateException("not within " + patience.toSeconds() + " s: " + what);
            }
            millis(100);
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
