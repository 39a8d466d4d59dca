package io.tallystick.invoice.assembly;

import java.time.Instant;

/**
 * A half-open span {@code [start, end)} as it is shown; a one-off charge has a span without length.
 *
 * @param start inclusive
 * @param end exclusive
 */
public record Period(Instant start, Instant end) {

    /** The smallest span that holds both: [1, 3) and [2, 5) give [1, 5). */
    Period union(Period other) {
        return new Period(start.isBefore(other.start) ? start : other.start, end.isAfter(other.end) ? end : other.end);
    }
}
