package io.tallystick.rating.aggregation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tallystick.schemas.meter.Meter.Aggregation;
import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.time.BillingPeriod;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DESIGN rule 5: any order of arrival, any batch split and any restart give the same aggregate, to the byte. */
class AggregationPropertyTest {
    private static final BillingPeriod PERIOD = BillingPeriod.parse("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z");
    private static final long SEED = 20261101L;

    @ParameterizedTest
    @EnumSource(
            value = Aggregation.class,
            names = {"COUNT", "SUM", "MAX", "MIN", "LATEST", "AVERAGE"})
    void order_and_restart_change_nothing(Aggregation kind) {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            List<Sample> samples = samples(random, random.nextInt(40));
            Compact expected = Aggregations.empty(kind);
            for (Sample sample : samples) {
                expected = expected.plus(sample);
            }
            Collections.shuffle(samples, random);

            Compact again = Aggregations.empty(kind);
            for (Sample sample : samples) {
                // Any number of restarts: what was kept is read and goes on.
                again = random.nextInt(4) == 0 ? Aggregations.decode(kind, again.encode()) : again;
                again = again.plus(sample);
            }

            assertEquals(expected.encode(), again.encode(), kind + " round " + round + " seed " + SEED);
            assertEquals(expected.quantity(), again.quantity(), kind + " round " + round + " seed " + SEED);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Aggregation.class,
            names = {"UNIQUE_COUNT"},
            mode = EnumSource.Mode.EXCLUDE)
    void a_quantity_from_the_ground_does_not_depend_on_the_order(Aggregation kind) {
        Random random = new Random(SEED);
        for (int round = 0; round < 100; round++) {
            List<Sample> samples = samples(random, random.nextInt(40));
            BigDecimal expected = Aggregations.quantity(AggregationTest.meter(kind), samples, PERIOD, BigDecimal.ONE);
            Collections.shuffle(samples, random);

            assertEquals(
                    expected,
                    Aggregations.quantity(AggregationTest.meter(kind), samples, PERIOD, BigDecimal.ONE),
                    kind + " round " + round + " seed " + SEED);
        }
    }

    /** The integral against a sum over every single second, in integers. */
    @ParameterizedTest
    @EnumSource(
            value = Aggregation.class,
            names = {"TIME_WEIGHTED"})
    void a_time_weighted_quantity_equals_the_sum_of_its_seconds(Aggregation kind) {
        BillingPeriod hour = BillingPeriod.parse("2026-06-01T00:00:00Z", "2026-06-01T01:00:00Z");
        Random random = new Random(SEED);
        for (int round = 0; round < 50; round++) {
            int[] levelAt = new int[3_600];
            int prior = random.nextInt(100);
            List<Sample> samples = new ArrayList<>();
            Arrays.fill(levelAt, prior);
            List<Integer> seconds =
                    random.ints(8, 0, 3_600).sorted().distinct().boxed().toList();
            for (int second : seconds) {
                int level = random.nextInt(1_000);
                Arrays.fill(levelAt, second, 3_600, level);
                samples.add(new Sample(hour.start().plusSeconds(second), "s", "e" + second, BigDecimal.valueOf(level)));
            }
            BigInteger area = BigInteger.ZERO;
            for (int level : levelAt) {
                area = area.add(BigInteger.valueOf(level));
            }
            Collections.shuffle(samples, random);

            BigDecimal quantity =
                    Aggregations.quantity(AggregationTest.meter(kind), samples, hour, BigDecimal.valueOf(prior));

            // area / 3600, cut at 24 digits as integers
            BigDecimal expected =
                    new BigDecimal(area.multiply(BigInteger.TEN.pow(24)).divide(BigInteger.valueOf(3_600)), 24);
            assertEquals(Decimals.canonical(expected), quantity, "round " + round + " seed " + SEED);
        }
    }

    private static List<Sample> samples(Random random, int size) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            // Few distinct times, so that ties are common.
            Instant at = PERIOD.start().plusMillis(random.nextInt(5) * 300L);
            BigDecimal value = BigDecimal.valueOf(random.nextInt(2_000) - 1_000, random.nextInt(4));
            samples.add(new Sample(at, "s" + random.nextInt(3), "e" + i, value));
        }
        return samples;
    }
}
