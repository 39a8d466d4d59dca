package io.tallystick.invoice.config;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the threads that otherwise look now and then. A signal that nobody waits for is kept until somebody does. */
@Singleton
class Signals {
    private final Semaphore closes = new Semaphore(0);
    private final Semaphore relay = new Semaphore(0);

    void wakeCloses() {
        closes.release();
    }

    void wakeRelay() {
        relay.release();
    }

    void awaitCloses(Duration longest) throws InterruptedException {
        await(closes, longest);
    }

    void awaitRelay(Duration longest) throws InterruptedException {
        await(relay, longest);
    }

    private static void await(Semaphore signal, Duration longest) throws InterruptedException {
        if (signal.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            signal.drainPermits();
        }
    }
}
