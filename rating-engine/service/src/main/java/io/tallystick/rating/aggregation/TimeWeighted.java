package io.tallystick.rating.aggregation;

import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.money.Rounding;
import io.tallystick.schemas.time.BillingPeriod;
import io.tallystick.schemas.time.Micros;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;

/**
 * TIME_WEIGHTED: a gauge integrated over time. Each sample sets the level until the next one; the level before the period is
 * carried in, the last one holds to its end. 10 GB from the start and 20 GB from the middle of a period of 30 days are 15
 * GB-months, or 10 × 360 + 20 × 360 = 10,800 GB-hours.
 *
 * <p>The products of level and microseconds are summed exactly and divided once.
 */
public final class TimeWeighted {
    private static final BigDecimal MICROS_PER_HOUR = BigDecimal.valueOf(3_600_000_000L);

    private TimeWeighted() {}

    /**
     * The quantity of a period.
     *
     * @param samples levels at their times, in any order; later ones than the period are ignored, of earlier ones the last
     *     sets the level at its start
     * @param prior the level before the first sample, 0 if nothing is known
     * @param period the time that is paid for
     * @param per MONTH: the average level of the period; HOUR: level times hours
     */
    public static BigDecimal quantity(
            Collection<Sample> samples, BigDecimal prior, BillingPeriod period, Meter.Per per) {
        return quantity(area(samples, prior, period), period, per);
    }

    /**
     * The quantity of an area: of several gauges, or of several parts of the period.
     *
     * @param area levels times microseconds, see {@link #area}
     * @param period the whole period
     * @param per the unit
     */
    public static BigDecimal quantity(BigDecimal area, BillingPeriod period, Meter.Per per) {
        return switch (per) {
            case MONTH ->
                Rounding.quotient(
                        area, BigDecimal.valueOf(Micros.ofEpoch(period.end()) - Micros.ofEpoch(period.start())));
            case HOUR -> Rounding.quotient(area, MICROS_PER_HOUR);
        };
    }

    /**
     * Level times microseconds, exact, in a part of a period; the areas of the parts add up to that of the whole.
     *
     * @param samples levels at their times, in any order
     * @param prior the level before the first sample
     * @param window the part
     */
    public static BigDecimal area(Collection<Sample> samples, BigDecimal prior, BillingPeriod window) {
        List<Sample> inOrder = samples.stream()
                .filter(sample -> sample.at().isBefore(window.end()))
                .sorted()
                .toList();
        BigDecimal area = BigDecimal.ZERO;
        BigDecimal level = prior;
        long since = Micros.ofEpoch(window.start());
        for (Sample sample : inOrder) {
            long at = Micros.ofEpoch(sample.at());
            if (at > since) {
                area = area.add(level.multiply(BigDecimal.valueOf(at - since)));
                since = at;
            }
            level = sample.value();
        }
        return area.add(level.multiply(BigDecimal.valueOf(Micros.ofEpoch(window.end()) - since)));
    }

    /** The level at the end of the samples: what the next period starts with. */
    public static BigDecimal levelAfter(Collection<Sample> samples, BigDecimal prior) {
        return samples.stream()
                .max(Sample::compareTo)
                .map(Sample::value)
                .map(Decimals::canonical)
                .orElse(prior);
    }
}
