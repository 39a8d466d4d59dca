package io.tallystick.rating.aggregation;

import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.time.BillingPeriod;
import java.math.BigDecimal;
import java.util.Collection;

/** The kinds of aggregation. */
public final class Aggregations {
    private Aggregations() {}

    /** Whether a kind needs the single members of a period, and not only a {@link Compact}. */
    public static boolean needsMembers(Meter.Aggregation kind) {
        return switch (kind) {
            case COUNT, SUM, MAX, MIN, LATEST, AVERAGE -> false;
            case UNIQUE_COUNT, TIME_WEIGHTED, PERCENTILE -> true;
        };
    }

    /**
     * The aggregate of no samples.
     *
     * @throws IllegalArgumentException for a kind that {@link #needsMembers}
     */
    public static Compact empty(Meter.Aggregation kind) {
        return switch (kind) {
            case COUNT -> Count.EMPTY;
            case SUM -> Sum.EMPTY;
            case MAX -> Max.EMPTY;
            case MIN -> Min.EMPTY;
            case LATEST -> Latest.EMPTY;
            case AVERAGE -> Average.EMPTY;
            case UNIQUE_COUNT, TIME_WEIGHTED, PERCENTILE -> throw needsItsMembers(kind);
        };
    }

    /**
     * The aggregate that {@link Compact#encode} wrote.
     *
     * @throws IllegalArgumentException for a kind that {@link #needsMembers}, or a text of something else
     */
    public static Compact decode(Meter.Aggregation kind, String text) {
        return switch (kind) {
            case COUNT -> Count.decode(text);
            case SUM -> Sum.decode(text);
            case MAX -> Max.decode(text);
            case MIN -> Min.decode(text);
            case LATEST -> Latest.decode(text);
            case AVERAGE -> Average.decode(text);
            case UNIQUE_COUNT, TIME_WEIGHTED, PERCENTILE -> throw needsItsMembers(kind);
        };
    }

    /**
     * The quantity of a period from the ground up. UNIQUE_COUNT is not here: it is the size of the set of its values.
     *
     * @param samples in any order; those outside the period are ignored, except that TIME_WEIGHTED carries the last level
     *     before it in
     * @param prior the level before the first sample, for TIME_WEIGHTED
     */
    public static BigDecimal quantity(Meter meter, Collection<Sample> samples, BillingPeriod period, BigDecimal prior) {
        return switch (meter.aggregation()) {
            case TIME_WEIGHTED ->
                TimeWeighted.quantity(samples, prior, period, meter.per().orElse(Meter.Per.MONTH));
            case PERCENTILE -> Percentile.quantity(samples, period, meter);
            case COUNT, SUM, MAX, MIN, LATEST, AVERAGE -> folded(meter.aggregation(), samples, period);
            case UNIQUE_COUNT -> throw needsItsMembers(meter.aggregation());
        };
    }

    private static BigDecimal folded(Meter.Aggregation kind, Collection<Sample> samples, BillingPeriod period) {
        Compact aggregate = empty(kind);
        for (Sample sample : samples) {
            if (period.contains(sample.at())) {
                aggregate = aggregate.plus(sample);
            }
        }
        return aggregate.quantity();
    }

    private static IllegalArgumentException needsItsMembers(Meter.Aggregation kind) {
        return new IllegalArgumentException(kind + " has no compact state; it is computed from its members.");
    }
}
