package io.tallystick.rating.app;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which partitions are worked on: a partition is worked on by one thread at a time, and
 * neither rating nor waiting for the database ever holds an event loop.
 */
final class WorkerThreads implements Workers {
    private final ScheduledThreadPoolExecutor threads;

    /** {@code count} threads. */
    WorkerThreads(int count) {
        threads = new ScheduledThreadPoolExecutor(
                count, Thread.ofPlatform().name("rating-", 0).daemon(true).factory());
        threads.setRemoveOnCancelPolicy(true);
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void later(long millis, Runnable turn) {
        if (!threads.isShutdown()) {
            var _ = threads.schedule(turn, millis, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public boolean drain(int seconds) throws InterruptedException {
        threads.shutdown();
        return threads.awaitTermination(seconds, TimeUnit.SECONDS);
    }
}
