package io.tallystick.launcher;

/** One server of the stack. */
interface Part {
    /** What people call it. */
    String name();

    /**
     * Starts it and returns when it works. May be called again after it has died.
     *
     * @return where it can be reached
     */
    String start();

    /** Whether it was started and still runs. */
    boolean isAlive();

    /** Stops it if it runs; waits until it has gone. */
    void stop();

    /** Ends it at once, whatever it is doing. */
    void kill();
}
