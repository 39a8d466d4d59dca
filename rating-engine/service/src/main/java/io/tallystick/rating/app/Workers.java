package io.tallystick.rating.app;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which partitions are worked on, no more than there are cores: a partition is worked on by one thread at a time, and
 * neither rating nor waiting for the database ever holds an event loop.
 */
public final class Workers implements AutoCloseable {
    private final ScheduledThreadPoolExecutor threads;

    /** {@code count} threads. */
    public Workers(int count) {
        threads = new ScheduledThreadPoolExecutor(
                count, Thread.ofPlatform().name("rating-", 0).daemon(true).factory());
        threads.setRemoveOnCancelPolicy(true);
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void later(long millis, Runnable turn) {
        if (!threads.isShutdown()) {
            var _ = threads.schedule(turn, millis, TimeUnit.MILLISECONDS);
        }
    }

    /** Lets the turns that have begun come to their end, for at most {@code seconds}; true if they did. */
    public boolean drain(int seconds) throws InterruptedException {
        threads.shutdown();
        return threads.awaitTermination(seconds, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
