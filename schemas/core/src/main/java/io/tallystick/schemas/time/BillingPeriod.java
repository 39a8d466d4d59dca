package io.tallystick.schemas.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A half-open span of time: the start belongs to it, the end belongs to the next one. An event at exactly 00:00:00 of the
 * first day of a month is therefore in one period only, the new one.
 *
 * @param start first instant inside, in microseconds
 * @param end first instant after it, later than the start
 */
public record BillingPeriod(Instant start, Instant end) implements Comparable<BillingPeriod> {

    public BillingPeriod {
        start = Micros.truncate(start);
        end = Micros.truncate(end);
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException(
                    "A period must end after its start; [%s, %s) is empty.".formatted(start, end));
        }
    }

    /** {@code parse("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z")}. */
    public static BillingPeriod parse(String start, String end) {
        return new BillingPeriod(Instant.parse(start), Instant.parse(end));
    }

    /** Whether the instant lies in {@code [start, end)}. */
    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }

    /** Whether every instant of the other period lies in this one. */
    public boolean encloses(BillingPeriod other) {
        return !other.start.isBefore(start) && !other.end.isAfter(end);
    }

    /** Whether the two have an instant in common; periods that only touch have none. */
    public boolean overlaps(BillingPeriod other) {
        return start.isBefore(other.end) && other.start.isBefore(end);
    }

    /** The common part, empty if there is none. */
    public Optional<BillingPeriod> intersection(BillingPeriod other) {
        if (!overlaps(other)) {
            return Optional.empty();
        }
        Instant from = start.isAfter(other.start) ? start : other.start;
        Instant to = end.isBefore(other.end) ? end : other.end;
        return Optional.of(new BillingPeriod(from, to));
    }

    /** The exact length; a day on which the clocks change has 23 or 25 hours. */
    public Duration length() {
        return Duration.between(start, end);
    }

    /** By start, then by end. */
    @Override
    public int compareTo(BillingPeriod other) {
        int byStart = start.compareTo(other.start);
        return byStart != 0 ? byStart : end.compareTo(other.end);
    }

    /** {@code [2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z)}. */
    @Override
    public String toString() {
        return "[" + InstantText.of(start) + ", " + InstantText.of(end) + ")";
    }
}
