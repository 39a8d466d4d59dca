package io.tallystick.emitter;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Ids of version 7 (RFC 9562) for events. The services have the same in their schemas, which need a newer Java than the servers
 * that this runs in.
 */
final class Uuid7 {
    private final InstantSource clock;
    private final RandomGenerator random;

    Uuid7(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    UUID next() {
        long high = (clock.millis() << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
        long low = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
        return new UUID(high, low);
    }
}
