package io.tallystick.rating.aggregation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.meter.Meter.Aggregation;
import io.tallystick.schemas.time.BillingPeriod;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AggregationTest {
    private static final BillingPeriod JUNE = BillingPeriod.parse("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z");
    private static final String NOON = "2026-06-10T12:00:00Z";

    @ParameterizedTest
    @CsvSource({"COUNT, 4", "SUM, 7.5", "MAX, 5", "MIN, -2", "LATEST, 0.5", "AVERAGE, 1.875"})
    void a_period_becomes_one_quantity(Aggregation kind, BigDecimal quantity) {
        List<Sample> samples = List.of(
                sample("2026-06-02T00:00:00Z", "a", "5"),
                sample("2026-06-03T00:00:00Z", "b", "-2"),
                sample("2026-06-01T00:00:00Z", "c", "4"),
                sample("2026-06-30T23:59:59.999999Z", "d", "0.5"),
                sample("2026-05-31T23:59:59.999999Z", "before", "1000"),
                sample("2026-07-01T00:00:00Z", "after", "1000"));

        assertEquals(quantity, Aggregations.quantity(meter(kind), samples, JUNE, BigDecimal.ZERO));
    }

    @ParameterizedTest
    @EnumSource(
            value = Aggregation.class,
            names = {"UNIQUE_COUNT"},
            mode = EnumSource.Mode.EXCLUDE)
    void without_events_a_quantity_is_zero(Aggregation kind) {
        assertEquals(BigDecimal.ZERO, Aggregations.quantity(meter(kind), List.of(), JUNE, BigDecimal.ZERO));
    }

    /** Defect 6: binary floating point. */
    @Test
    void large_and_small_values_are_exact() {
        Compact sum = Aggregations.empty(Aggregation.SUM);
        for (int i = 0; i < 10; i++) {
            sum = sum.plus(sample(NOON, "e" + i, "0.1"));
        }
        assertEquals(BigDecimal.ONE, sum.quantity());
        assertEquals(
                new BigDecimal("9007199254740994"),
                sum.plus(sample(NOON, "big", "9007199254740993")).quantity());
    }

    /** Defect 7: time cut to seconds makes the order of two values a matter of luck. */
    @Test
    void of_two_latest_values_300_ms_apart_the_later_one_wins() {
        Sample first = sample("2026-06-10T12:00:00.100Z", "z", "1");
        Sample second = sample("2026-06-10T12:00:00.400Z", "a", "2");
        Compact latest = Aggregations.empty(Aggregation.LATEST);

        assertEquals(new BigDecimal("2"), latest.plus(first).plus(second).quantity());
        assertEquals(new BigDecimal("2"), latest.plus(second).plus(first).quantity());
    }

    @Test
    void latest_at_the_same_microsecond_is_decided_by_source_then_id() {
        Sample a9 = new Sample(Instant.parse(NOON), "a", "9", new BigDecimal("1"));
        Sample b1 = new Sample(Instant.parse(NOON), "b", "1", new BigDecimal("2"));
        Sample b2 = new Sample(Instant.parse(NOON).plusNanos(999), "b", "2", new BigDecimal("3"));
        Compact latest = Aggregations.empty(Aggregation.LATEST);

        assertEquals(new BigDecimal("2"), latest.plus(b1).plus(a9).quantity());
        assertEquals(new BigDecimal("3"), latest.plus(b2).plus(b1).plus(a9).quantity());
    }

    /** Defect 14: a correction is clamped to zero, or stops the account for good. */
    @Test
    void a_negative_correction_lowers_a_sum_even_below_zero() {
        Compact sum = Aggregations.empty(Aggregation.SUM).plus(sample(NOON, "used", "3"));

        assertEquals(
                new BigDecimal("-2"), sum.plus(sample(NOON, "undone", "-5")).quantity());
    }

    @Test
    void an_encoded_latest_keeps_source_and_id_apart() {
        Compact latest = Aggregations.empty(Aggregation.LATEST)
                .plus(new Sample(
                        Instant.parse("1969-12-31T23:59:59.999999Z"), "a:b-c", "d:e", new BigDecimal("-1.50")));

        assertEquals("-1:-1.5:5:a:b-cd:e", latest.encode());
        assertEquals(
                latest.encode(),
                Aggregations.decode(Aggregation.LATEST, latest.encode()).encode());
    }

    @ParameterizedTest
    @CsvSource({"COUNT, 2, 2", "SUM, 7.5, 7.5", "MAX, 5, 5", "MIN, 2.5, 2.5", "AVERAGE, 7.5/2, 3.75"})
    void an_encoded_aggregate_is_read_as_what_it_was(Aggregation kind, String text, BigDecimal quantity) {
        Compact kept = Aggregations.empty(kind).plus(sample(NOON, "a", "2.50")).plus(sample(NOON, "b", "5.0"));

        assertEquals(text, kept.encode());
        assertEquals(quantity, Aggregations.decode(kind, text).quantity());
    }

    @Test
    void member_kinds_have_no_compact_state() {
        for (Aggregation kind : Aggregation.values()) {
            if (Aggregations.needsMembers(kind)) {
                assertThrows(IllegalArgumentException.class, () -> Aggregations.empty(kind));
                assertThrows(IllegalArgumentException.class, () -> Aggregations.decode(kind, ""));
            } else {
                Compact empty = Aggregations.empty(kind);
                assertEquals(empty, Aggregations.decode(kind, empty.encode()));
            }
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> Aggregations.quantity(meter(Aggregation.UNIQUE_COUNT), List.of(), JUNE, BigDecimal.ZERO));
    }

    @Test
    void a_level_is_carried_in_and_holds_to_the_end() {
        Meter months = meter(Aggregation.TIME_WEIGHTED);
        BigDecimal ten = BigDecimal.TEN;

        assertEquals(ten, Aggregations.quantity(months, List.of(), JUNE, ten));
        assertEquals(
                new BigDecimal("15"),
                Aggregations.quantity(months, List.of(sample("2026-06-16T00:00:00Z", "e", "20")), JUNE, ten));
        assertEquals(
                new BigDecimal("20"),
                Aggregations.quantity(months, List.of(sample("2026-05-01T00:00:00Z", "e", "20")), JUNE, ten));
        assertEquals(
                new BigDecimal("20"),
                Aggregations.quantity(months, List.of(sample("2026-06-01T00:00:00Z", "e", "20")), JUNE, ten));
        assertEquals(ten, Aggregations.quantity(months, List.of(sample("2026-07-01T00:00:00Z", "e", "20")), JUNE, ten));
    }

    @Test
    void gigabyte_hours_are_levels_times_hours() {
        List<Sample> samples = List.of(sample("2026-06-16T00:00:00Z", "e", "20"));

        assertEquals(new BigDecimal("10800"), TimeWeighted.quantity(samples, BigDecimal.TEN, JUNE, Meter.Per.HOUR));
        assertEquals(new BigDecimal("20"), TimeWeighted.levelAfter(samples, BigDecimal.TEN));
        assertEquals(BigDecimal.TEN, TimeWeighted.levelAfter(List.of(), BigDecimal.TEN));
    }

    @Test
    void of_two_levels_at_one_instant_the_last_by_source_and_id_holds() {
        Sample low = new Sample(Instant.parse("2026-06-01T00:00:00Z"), "s", "1", new BigDecimal("3"));
        Sample high = new Sample(Instant.parse("2026-06-01T00:00:00Z"), "s", "2", new BigDecimal("7"));
        Meter meter = meter(Aggregation.TIME_WEIGHTED);

        assertEquals(new BigDecimal("7"), Aggregations.quantity(meter, List.of(high, low), JUNE, BigDecimal.ZERO));
        assertEquals(new BigDecimal("7"), Aggregations.quantity(meter, List.of(low, high), JUNE, BigDecimal.ZERO));
    }

    @ParameterizedTest
    @CsvSource({
        "95, 20, 19",
        "95, 10, 10",
        "95, 1, 1",
        "50, 4, 2",
        "50, 5, 3",
        "100, 7, 7",
        "0.1, 7, 1",
        "25, 8, 2",
        "25.1, 8, 3",
    })
    void a_percentile_is_the_value_at_the_nearest_rank(BigDecimal percentile, int values, BigDecimal expected) {
        List<BigDecimal> numbers =
                IntStream.rangeClosed(1, values).mapToObj(BigDecimal::valueOf).toList();

        assertEquals(expected, Percentile.nearestRank(numbers, percentile).orElseThrow());
        assertEquals(
                expected, Percentile.nearestRank(numbers.reversed(), percentile).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"SUM, 30", "AVERAGE, 20", "MAX, 20"})
    void buckets_are_folded_before_the_percentile(Meter.BucketBy by, BigDecimal expected) {
        List<Sample> samples = List.of(
                sample("2026-06-01T00:00:00Z", "a", "10"),
                sample("2026-06-01T00:04:59.999999Z", "b", "20"),
                sample("2026-06-01T00:05:00Z", "c", "20"),
                sample("2026-06-01T00:10:00Z", "d", "1"),
                sample("2026-07-01T00:00:00Z", "outside", "500"));

        assertEquals(expected, Percentile.quantity(samples, JUNE, p95(by)));
    }

    @Test
    void buckets_are_counted_from_the_start_of_the_period() {
        BillingPeriod fromTwoPast = BillingPeriod.parse("2026-06-01T00:02:00Z", "2026-06-01T01:02:00Z");
        List<Sample> samples = List.of(
                sample("2026-06-01T00:04:00Z", "a", "10"),
                sample("2026-06-01T00:06:00Z", "b", "20"),
                sample("2026-06-01T00:07:00Z", "c", "25"));

        assertEquals(new BigDecimal("30"), Percentile.quantity(samples, fromTwoPast, p95(Meter.BucketBy.SUM)));
    }

    @Test
    void a_month_of_five_minute_buckets_forgives_36_hours_of_burst() {
        List<Sample> samples = new ArrayList<>();
        for (int bucket = 0; bucket < 8_640; bucket++) {
            Instant at = JUNE.start().plusSeconds(300L * bucket);
            samples.add(new Sample(at, "s", "e" + bucket, new BigDecimal(bucket < 432 ? "900" : "100")));
        }
        assertEquals(new BigDecimal("100"), Percentile.quantity(samples, JUNE, p95(Meter.BucketBy.SUM)));
        samples.add(new Sample(JUNE.end().minusSeconds(1), "s", "more", new BigDecimal("800")));
        assertEquals(new BigDecimal("900"), Percentile.quantity(samples, JUNE, p95(Meter.BucketBy.SUM)));
        assertTrue(samples.size() > 8_640);
    }

    private static Sample sample(String at, String id, String value) {
        return new Sample(Instant.parse(at), "s", id, new BigDecimal(value));
    }

    private static Meter p95(Meter.BucketBy by) {
        return meter("""
                {"key":"p95","eventTypes":["t"],"aggregation":"PERCENTILE","value":"/v",
                 "percentile":"95","bucket":"PT5M","bucketBy":"%s","archived":false}""".formatted(by));
    }

    static Meter meter(Aggregation kind) {
        return meter("""
                {"key":"m","eventTypes":["t"],"aggregation":"%s","archived":false}""".formatted(kind));
    }

    private static Meter meter(String json) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), Meter.class);
    }
}
