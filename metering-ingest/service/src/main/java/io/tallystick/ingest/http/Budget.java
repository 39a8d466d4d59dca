package io.tallystick.ingest.http;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The bytes of all requests that may be in work at the same time: what is over it is refused before it takes memory. */
@Singleton
class Budget {
    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    Budget(@ConfigProperty(name = "tally.ingest.max-in-flight-bytes") long limit) {
        this.limit = limit;
    }

    /** Takes {@code bytes}, which must be given back; or nothing, if they do not fit. */
    boolean take(long bytes) {
        long now = taken.addAndGet(bytes);
        if (now <= limit) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
