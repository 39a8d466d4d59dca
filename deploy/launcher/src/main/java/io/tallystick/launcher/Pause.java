package io.tallystick.launcher;

/** Waits, and ends the wait when the stack is being stopped. */
final class Pause {
    private Pause() {}

    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted", "Stopped while waiting.", e);
        }
    }
}
