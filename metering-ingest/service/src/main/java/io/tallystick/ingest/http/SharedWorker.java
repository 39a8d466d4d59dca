package io.tallystick.ingest.http;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * One worker for all short tasks: whoever comes while it works is next, so that a thread is woken when there is work again, not for each
 * task. Nobody waits for one that takes long, such as a request while the log is slow: those behind it get workers of their own.
 */
final class SharedWorker implements Executor {
    private static final Logger LOG = Logger.getLogger(SharedWorker.class);
    private static final long LONG_NANOS = Duration.ofMillis(50).toNanos();

    private final Executor workers;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    /** Waiting or at work; whoever makes it one begins. */
    private final AtomicInteger open = new AtomicInteger();

    SharedWorker(Executor workers) {
        this.workers = workers;
    }

    @Override
    public void execute(Runnable task) {
        waiting.add(task);
        if (open.getAndIncrement() == 0) {
            workers.execute(this::work);
        }
    }

    private void work() {
        boolean late = false;
        do {
            Runnable next = waiting.remove();
            if (late) {
                workers.execute(next);
            } else {
                long began = System.nanoTime();
                run(next);
                late = System.nanoTime() - began > LONG_NANOS;
            }
        } while (open.decrementAndGet() > 0);
    }

    /** One that fails must not stop those behind it. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error failure) {
            LOG.error("a task failed", failure);
        }
    }
}
