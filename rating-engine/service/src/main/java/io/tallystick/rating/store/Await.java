package io.tallystick.rating.store;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** The threads that call the store wait for the database; the I/O itself stays on the event loop. */
final class Await {
    /** Longer than any statement takes that makes progress; a lost connection fails earlier. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private Await() {}

    static <T> T result(Uni<T> uni) {
        return uni.await().atMost(LONGEST);
    }
}
