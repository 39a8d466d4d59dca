package io.tallystick.invoice;

import java.time.Duration;
import java.time.Instant;

/** Repeats a check until it holds; what it said last is the failure. */
public final class Eventually {
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private Eventually() {}

    public static void holds(Runnable check) {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError notYet) {
                if (Instant.now().isAfter(end)) {
                    throw notYet;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
