package io.tallystick.schemas.id;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes UUIDs of version 7 (RFC 9562): 48 bits of milliseconds, then random bits, so that ids made later sort later. The only
 * home of drawn ids; ids of lines and periods are derived with {@link Hash128}, never drawn.
 */
public final class Uuid7 {
    private final InstantSource clock;
    private final RandomGenerator random;

    /** Ids by {@code clock}, with {@code random} for the rest; both may be shared between threads if they are safe for it. */
    public Uuid7(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** A new id. */
    public UUID next() {
        long high = (clock.millis() << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
        long low = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
        return new UUID(high, low);
    }
}
