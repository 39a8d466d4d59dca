package io.tallystick.schemas.time;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The one precision of time: microseconds, because PostgreSQL keeps no more. An instant is cut before it is compared,
 * hashed or stored, so that the same event is the same on every path.
 */
public final class Micros {
    private Micros() {}

    /**
     * The instant without its nanoseconds: 12:00:00.123456789Z is 12:00:00.123456Z. Always earlier or equal, so an event
     * never moves into a later period.
     */
    public static Instant truncate(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /** Microseconds since 1970-01-01T00:00:00Z. */
    public static long ofEpoch(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    /** The instant of {@link #ofEpoch}. */
    public static Instant toInstant(long epochMicros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochMicros, 1_000_000L), Math.floorMod(epochMicros, 1_000_000L) * 1_000);
    }
}
