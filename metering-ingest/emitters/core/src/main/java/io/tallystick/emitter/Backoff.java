package io.tallystick.emitter;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits twice as long after each failure, and by chance up to half of it less, so that many emitters do not come at once. */
final class Backoff {
    private final long shortest;
    private final long longest;
    private final RandomGenerator random;
    private long next;

    Backoff(Duration shortest, Duration longest, RandomGenerator random) {
        this.shortest = Math.max(1, shortest.toMillis());
        this.longest = Math.max(this.shortest, longest.toMillis());
        this.random = random;
        this.next = this.shortest;
    }

    /** How long to wait after one more failure. */
    Duration afterFailure() {
        long wait = next - random.nextLong(next / 2 + 1);
        next = Math.min(longest, next * 2);
        return Duration.ofMillis(wait);
    }

    void afterSuccess() {
        next = shortest;
    }
}
