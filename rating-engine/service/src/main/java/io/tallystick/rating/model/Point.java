package io.tallystick.rating.model;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A quantity that must be kept with its time, because the series is more than a running total: a level (TIME_WEIGHTED), a
 * sample (PERCENTILE), a transaction (a percentage price with a fee or limit for each). One event makes at most one point
 * for each meter, whatever the number of charges. Points of a meter are in the order (at, source, id).
 *
 * @param meterKey the meter
 * @param gauge all dimensions of the event by which the meter tells things apart, in canonical text ({@link Dimensions}):
 *     two storage classes are two gauges, each with a level of its own
 * @param at when it occurred
 * @param source CloudEvents source
 * @param id CloudEvents id
 * @param value the quantity
 */
public record Point(String meterKey, String gauge, Instant at, String source, String id, BigDecimal value)
        implements Comparable<Point> {
    /** By (at, source, id): the last point at an instant wins. */
    @Override
    public int compareTo(Point other) {
        int byTime = at.compareTo(other.at);
        if (byTime != 0) {
            return byTime;
        }
        int bySource = source.compareTo(other.source);
        return bySource != 0 ? bySource : id.compareTo(other.id);
    }
}
