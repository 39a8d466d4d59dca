package io.tallystick.acceptance;

import static org.junit.jupiter.api.Assertions.fail;

import io.tallystick.launcher.client.ApiProblem;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something that another process does. */
final class Wait {
    private Wait() {}

    /** Returns when the condition holds; services that are away for a moment count as "not yet". */
    static void until(Duration patience, String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() - deadline > 0) {
                fail("not within " + patience.toSeconds() + " s: " + what);
            }
            millis(50);
        }
    }

    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (ApiProblem problem) {
            if (problem.passing()) {
                return false;
            }
            throw problem;
        }
    }
}
