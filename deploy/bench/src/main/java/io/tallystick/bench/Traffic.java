package io.tallystick.bench;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The events of a run as a pure function of (seed, position): of every 1,000 about 10 repeat an earlier event, 5 cannot be
 * accepted, 5 are late and belong to the month before; the others occurred within the hour before now and are calls (60 %) and token reports
 * (40 %).
 */
final class Traffic {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long MICROS_PER_HOUR = 3_600_000_000L;
    private static final int PER_THOUSAND_REPEATED = 10;
    private static final int PER_THOUSAND_MALFORMED = 5;
    private static final int PER_THOUSAND_LATE = 5;
    private static final int PER_THOUSAND_FAILED = 30;

    private final long seed;
    private final Instant thisMonth;
    private final Instant lastMonth;
    private final long lastHour;
    private final long microsSoFar;
    private final Skew skew;

    /** The same spread evenly. */
    Traffic(long seed, int customers, Instant now) {
        this(seed, Skew.uniform(customers), now);
    }

    /**
     * Traffic until {@code now}.
     *
     * @param skew over which customers it is spread, and how evenly
     */
    Traffic(long seed, Skew skew, Instant now) {
        this.seed = seed;
        this.skew = skew;
        LocalDate first = now.atZone(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
        this.thisMonth = first.atStartOfDay(ZoneOffset.UTC).toInstant();
        this.lastMonth = first.minusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        this.microsSoFar = Math.max(1, ChronoUnit.MICROS.between(thisMonth, now));
        this.lastHour = Math.max(0, microsSoFar - MICROS_PER_HOUR);
    }

    /** What stands at a position. */
    enum Kind {
        /** An event that counts. */
        NORMAL,
        /** The same bytes as an earlier event that counts. */
        REPEATED,
        /** An event that is refused. */
        MALFORMED
    }

    /** One event that counts: {@code tokens} is 0 for a call. */
    record Event(long position, int customer, boolean late, long micros, boolean call, boolean failed, int tokens) {}

    /** The start of the month before the present one: subscriptions begin here. */
    Instant lastMonth() {
        return lastMonth;
    }

    /** The start of the present month. */
    Instant thisMonth() {
        return thisMonth;
    }

    Kind kind(long position) {
        int lot = (int) Long.remainderUnsigned(mix(position, 1), 1_000);
        if (lot < PER_THOUSAND_MALFORMED) {
            return Kind.MALFORMED;
        }
        return lot < PER_THOUSAND_MALFORMED + PER_THOUSAND_REPEATED && original(position) >= 0
                ? Kind.REPEATED
                : Kind.NORMAL;
    }

    /** The position of the event that a repeated one repeats: up to 2,000 earlier; -1 if there is none. */
    long original(long position) {
        long candidate = position - 1 - Long.remainderUnsigned(mix(position, 2), 2_000);
        while (candidate >= 0
                && Long.remainderUnsigned(mix(candidate, 1), 1_000) < PER_THOUSAND_MALFORMED + PER_THOUSAND_REPEATED) {
            candidate--;
        }
        return Math.max(candidate, -1);
    }

    /** The event at a position of kind {@link Kind#NORMAL}. */
    Event event(long position) {
        long lot = mix(position, 3);
        int customer = skew.customer(mix(position, 4));
        boolean late = Long.remainderUnsigned(lot, 1_000) < PER_THOUSAND_LATE;
        boolean call = Long.remainderUnsigned(lot >>> 20, 100) < 60;
        boolean failed = call && Long.remainderUnsigned(lot >>> 30, 1_000) < PER_THOUSAND_FAILED;
        int tokens = call ? 0 : 1 + (int) Long.remainderUnsigned(mix(position, 5), 4_000);
        long from = late ? 0 : lastHour;
        long span = late ? ChronoUnit.MICROS.between(lastMonth, thisMonth) : microsSoFar - lastHour;
        long micros = from + Long.remainderUnsigned(mix(position, 6), span);
        return new Event(position, customer, late, micros, call, failed, tokens);
    }

    /** A number that nothing else has in common with (position, salt): the finisher of SplitMix64. */
    private long mix(long position, int salt) {
        long z = seed + position * GOLDEN + salt * 0xD1B54A32D192ED03L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A number for the bits of an id, see {@link EventWriter}. */
    long bits(long position) {
        return mix(position, 7);
    }
}
