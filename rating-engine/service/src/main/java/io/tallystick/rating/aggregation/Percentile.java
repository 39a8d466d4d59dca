package io.tallystick.rating.aggregation;

import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.money.Rounding;
import io.tallystick.schemas.time.BillingPeriod;
import io.tallystick.schemas.time.Micros;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * PERCENTILE: exact, by nearest rank. Of {@code n} values in ascending order it is number {@code ceil(p / 100 × n)}: of 1 to
 * 20 the 95th percentile is the 19th value, 19; of 1 to 10 it is the 10th.
 *
 * <p>With a bucket, as in bandwidth billing, the samples of each bucket are folded first; buckets are counted from the start
 * of the period. A bucket without a sample is not a value: who wants idle time to count sends a 0.
 */
public final class Percentile {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Percentile() {}

    /**
     * The quantity of a period, 0 without samples.
     *
     * @param samples in any order; those outside the period are ignored
     * @param period the time that is paid for
     * @param meter names the percentile, the bucket and how a bucket is folded
     */
    public static BigDecimal quantity(Collection<Sample> samples, BillingPeriod period, Meter meter) {
        List<Sample> inside =
                samples.stream().filter(sample -> period.contains(sample.at())).toList();
        List<BigDecimal> values = meter.bucket()
                .map(Duration::parse)
                .map(bucket -> folded(inside, period, bucket, meter.bucketBy().orElse(Meter.BucketBy.SUM)))
                .orElseGet(() -> inside.stream().map(Sample::value).toList());
        BigDecimal percentile = meter.percentile().map(Decimals::parse).orElse(HUNDRED);
        return nearestRank(values, percentile).orElse(BigDecimal.ZERO);
    }

    /** The value at the nearest rank; empty if there are no values. */
    static Optional<BigDecimal> nearestRank(Collection<BigDecimal> values, BigDecimal percentile) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal[] inOrder = values.stream().sorted(Comparator.naturalOrder()).toArray(BigDecimal[]::new);
        BigDecimal rank = Decimals.startedBlocks(percentile.multiply(BigDecimal.valueOf(inOrder.length)), HUNDRED);
        return Optional.of(Decimals.canonical(inOrder[rank.intValueExact() - 1]));
    }

    private static List<BigDecimal> folded(
            List<Sample> samples, BillingPeriod period, Duration bucket, Meter.BucketBy by) {
        long start = Micros.ofEpoch(period.start());
        long length = Math.max(1, bucket.toNanos() / 1_000);
        Map<Long, List<BigDecimal>> buckets = new TreeMap<>();
        for (Sample sample : samples) {
            long number = (Micros.ofEpoch(sample.at()) - start) / length;
            buckets.computeIfAbsent(number, _ -> new ArrayList<>()).add(sample.value());
        }
        return buckets.values().stream().map(values -> fold(values, by)).toList();
    }

    private static BigDecimal fold(List<BigDecimal> values, Meter.BucketBy by) {
        BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return switch (by) {
            case SUM -> sum;
            case AVERAGE -> Rounding.quotient(sum, BigDecimal.valueOf(values.size()));
            case MAX -> values.stream().reduce(BigDecimal::max).orElseThrow();
        };
    }
}
