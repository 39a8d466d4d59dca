package io.tallystick.rating.aggregation;

import io.tallystick.schemas.time.Micros;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;

/**
 * What one event contributes to an aggregate. Samples are ordered by (time, source, id), which no two events of a customer
 * share: two values 300 milliseconds apart are in the order of their times, two at the same microsecond in that of source
 * and id.
 *
 * @param at when it occurred, in microseconds
 * @param source of the event
 * @param id of the event in its source
 * @param value the quantity; 1 where the aggregation reads none
 */
public record Sample(Instant at, String source, String id, BigDecimal value) implements Comparable<Sample> {
    private static final Comparator<Sample> ORDER =
            Comparator.comparing(Sample::at).thenComparing(Sample::source).thenComparing(Sample::id);

    public Sample {
        at = Micros.truncate(at);
    }

    /** By time, then source, then id. */
    @Override
    public int compareTo(Sample other) {
        return ORDER.compare(this, other);
    }
}
