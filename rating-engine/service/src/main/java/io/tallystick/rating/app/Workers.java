package io.tallystick.rating.app;

/** Where the turns of partitions are done, and the time that they pause by. The turns of one partition never overlap. */
public interface Workers {
    /** Does {@code turn} on whatever worker is free, not before {@code millis} have passed; never, if the workers were stopped. */
    void later(long millis, Runnable turn);

    /** A time that only grows; its differences are nanoseconds. */
    long nanoTime();

    /** Lets the turns that have begun come to their end, for at most {@code seconds}, and begins no others; true if they did. */
    boolean drain(int seconds) throws InterruptedException;
}
