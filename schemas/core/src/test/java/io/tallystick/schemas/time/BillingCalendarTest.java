package io.tallystick.schemas.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.schemas.time.Cadence.Unit;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BillingCalendarTest {
    private static final ZoneId UTC = ZoneOffset.UTC;

    @Test
    void the_31st_comes_back_after_a_short_month() {
        assertEquals(
                List.of("2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"),
                starts("2026-01-31", Unit.MONTH, 1, "America/Sao_Paulo", "2026-07-01"));
    }

    @Test
    void the_30th_keeps_a_leap_february() {
        assertEquals(
                List.of("2023-12-30", "2024-01-30", "2024-02-29", "2024-03-30"),
                starts("2023-12-30", Unit.MONTH, 1, "Africa/Casablanca", "2024-04-01"));
    }

    @Test
    void the_29th_of_february_comes_back_in_leap_years() {
        assertEquals(
                List.of("2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"),
                starts("2024-02-29", Unit.YEAR, 1, "Australia/Lord_Howe", "2028-03-01"));
    }

    @Test
    void units_with_a_count_are_counted_from_the_anchor() {
        assertEquals(List.of("2026-11-30", "2027-02-28"), starts("2026-11-30", Unit.QUARTER, 1, "Z", "2027-03-01"));
        assertEquals(List.of("2026-08-31", "2027-02-28"), starts("2026-08-31", Unit.HALF_YEAR, 1, "Z", "2027-03-01"));
        assertEquals(List.of("2026-01-31", "2026-04-30"), starts("2026-01-31", Unit.MONTH, 3, "Z", "2026-07-31"));
        assertEquals(List.of("2026-11-02", "2026-11-16"), starts("2026-11-02", Unit.WEEK, 2, "Z", "2026-11-30"));
        assertEquals(List.of("2024-02-27", "2024-03-01"), starts("2024-02-27", Unit.DAY, 3, "Z", "2024-03-04"));
        assertEquals(List.of("2024-02-29", "2027-02-28"), starts("2024-02-29", Unit.YEAR, 3, "Z", "2028-01-01"));
    }

    @Test
    void periods_run_in_both_directions_from_the_anchor() {
        BillingCalendar calendar = monthly("2026-05-31", UTC);

        assertEquals(
                BillingPeriod.parse("2026-02-28T00:00:00Z", "2026-03-31T00:00:00Z"),
                calendar.periodContaining(Instant.parse("2026-03-01T00:00:00Z")));
        assertEquals(-3, calendar.indexOf(Instant.parse("2026-03-01T00:00:00Z")));
    }

    @Test
    void an_instant_on_a_boundary_is_in_the_period_that_starts_there() {
        BillingCalendar calendar = monthly("2026-01-01", UTC);
        Instant boundary = Instant.parse("2026-11-01T00:00:00Z");

        assertEquals(boundary, calendar.periodContaining(boundary).start());
        assertEquals(boundary, calendar.periodContaining(boundary.minusNanos(1)).end());
        assertEquals(boundary, calendar.firstBoundaryFrom(boundary));
        assertEquals(boundary, calendar.firstBoundaryFrom(boundary.minusNanos(1_000)));
        assertEquals(Instant.parse("2026-12-01T00:00:00Z"), calendar.firstBoundaryFrom(boundary.plusNanos(1_000)));
    }

    @ParameterizedTest
    @CsvSource({
        // Midnight does not exist: 00:00 is followed by 01:00.
        "America/Sao_Paulo, 2018-11-04T00:00:00, 2018-11-04T03:00:00Z",
        // 02:30 does not exist: the first instant after the gap is 03:00.
        "Europe/Berlin, 2026-03-29T02:30:00, 2026-03-29T01:00:00Z",
        // 02:30 happens twice: the earlier one.
        "Europe/Berlin, 2026-10-25T02:30:00, 2026-10-25T00:30:00Z",
        // The clocks of Lord Howe change by half an hour.
        "Australia/Lord_Howe, 2026-10-04T02:15:00, 2026-10-03T15:30:00Z",
        // Casablanca goes back at the start of Ramadan and forward after it.
        "Africa/Casablanca, 2026-03-22T02:30:00, 2026-03-22T02:00:00Z",
    })
    void a_time_that_does_not_exist_or_exists_twice_has_one_instant(String zone, String local, String instant) {
        BillingAnchor anchor = new BillingAnchor(LocalDateTime.parse(local), ZoneId.of(zone));

        assertEquals(Instant.parse(instant), new BillingCalendar(anchor, Cadence.MONTHLY).boundary(0));
    }

    @Test
    void days_are_23_24_or_25_hours_long() {
        BillingCalendar daily = new BillingCalendar(
                BillingAnchor.of(LocalDate.parse("2026-01-01"), ZoneId.of("America/Los_Angeles")),
                new Cadence(Unit.DAY, 1));

        assertEquals(
                23,
                daily.periodContaining(Instant.parse("2026-03-08T12:00:00Z"))
                        .length()
                        .toHours());
        assertEquals(
                25,
                daily.periodContaining(Instant.parse("2026-11-01T12:00:00Z"))
                        .length()
                        .toHours());
        assertEquals(
                24,
                daily.periodContaining(Instant.parse("2026-11-02T12:00:00Z"))
                        .length()
                        .toHours());
    }

    @Test
    void a_day_that_a_country_skipped_has_no_period() {
        // Apia crossed the date line: 2011-12-29 was followed by 2011-12-31.
        BillingCalendar daily = new BillingCalendar(
                BillingAnchor.of(LocalDate.parse("2011-12-28"), ZoneId.of("Pacific/Apia")), new Cadence(Unit.DAY, 1));

        List<BillingPeriod> periods =
                daily.periods(Instant.parse("2011-12-28T10:00:00Z"), Instant.parse("2012-01-01T10:00:00Z"));

        assertEquals(
                List.of(
                        BillingPeriod.parse("2011-12-28T10:00:00Z", "2011-12-29T10:00:00Z"),
                        BillingPeriod.parse("2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z"),
                        BillingPeriod.parse("2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"),
                        BillingPeriod.parse("2011-12-31T10:00:00Z", "2012-01-01T10:00:00Z")),
                periods);
        assertEquals(
                BillingPeriod.parse("2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"),
                daily.periodContaining(Instant.parse("2011-12-30T10:00:00Z")));
    }

    @Test
    void a_span_lists_the_whole_periods_that_it_touches() {
        BillingCalendar calendar = monthly("2026-01-01", UTC);
        Instant march = Instant.parse("2026-03-01T00:00:00Z");

        assertEquals(List.of(), calendar.periods(march, march));
        assertEquals(List.of(), calendar.periods(march.plusSeconds(60), march.plusSeconds(60)));
        assertEquals(1, calendar.periods(march, march.plusSeconds(1)).size());
        assertEquals(
                List.of(
                        BillingPeriod.parse("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"),
                        BillingPeriod.parse("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z")),
                calendar.periods(march.minusSeconds(1), march.plusSeconds(1)));
    }

    @Test
    void a_span_with_too_many_periods_is_refused() {
        BillingCalendar daily =
                new BillingCalendar(BillingAnchor.of(LocalDate.parse("2000-01-01"), UTC), new Cadence(Unit.DAY, 1));
        Instant from = Instant.parse("2000-01-01T00:00:00Z");

        assertEquals(
                BillingCalendar.MAX_PERIODS,
                daily.periods(from, from.plus(Duration.ofDays(BillingCalendar.MAX_PERIODS)))
                        .size());
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> daily.periods(from, from.plus(Duration.ofDays(BillingCalendar.MAX_PERIODS + 1L))));
        assertTrue(refused.getMessage().contains("1 × DAY"), refused.getMessage());
    }

    @Test
    void calendar_billing_is_anchored_on_the_start_of_the_unit() {
        LocalDate sunday = LocalDate.parse("2026-05-17");
        assertEquals(LocalDate.parse("2026-05-17"), Unit.DAY.startOf(sunday));
        assertEquals(LocalDate.parse("2026-05-11"), Unit.WEEK.startOf(sunday));
        assertEquals(LocalDate.parse("2026-05-18"), Unit.WEEK.startOf(sunday.plusDays(1)));
        assertEquals(LocalDate.parse("1969-12-29"), Unit.WEEK.startOf(LocalDate.parse("1970-01-01")));
        assertEquals(LocalDate.parse("2026-05-01"), Unit.MONTH.startOf(sunday));
        assertEquals(LocalDate.parse("2026-04-01"), Unit.QUARTER.startOf(sunday));
        assertEquals(LocalDate.parse("2026-01-01"), Unit.HALF_YEAR.startOf(sunday));
        assertEquals(LocalDate.parse("2026-07-01"), Unit.HALF_YEAR.startOf(LocalDate.parse("2026-12-31")));
        assertEquals(LocalDate.parse("2026-01-01"), Unit.YEAR.startOf(sunday));
        assertEquals(
                BillingAnchor.of(LocalDate.parse("2026-05-01"), UTC), BillingAnchor.calendar(Unit.MONTH, sunday, UTC));
    }

    @Test
    void an_anchor_is_the_wall_clock_of_its_zone() {
        BillingAnchor anchor =
                BillingAnchor.of(Instant.parse("2026-01-31T23:30:00.1234567Z"), ZoneId.of("Asia/Kolkata"));

        assertEquals(LocalDateTime.parse("2026-02-01T05:00:00.123456"), anchor.local());
    }

    @Test
    void bounds_are_refused_by_name() {
        assertThrows(IllegalArgumentException.class, () -> new Cadence(Unit.MONTH, 0));
        assertThrows(IllegalArgumentException.class, () -> new Cadence(Unit.MONTH, Cadence.MAX_COUNT + 1));
        assertEquals(Cadence.MAX_COUNT, new Cadence(Unit.MONTH, Cadence.MAX_COUNT).count());
        assertEquals(
                1900,
                BillingAnchor.of(LocalDate.parse("1900-01-01"), UTC).local().getYear());
        assertEquals(
                2999,
                BillingAnchor.of(LocalDate.parse("2999-12-31"), UTC).local().getYear());
        assertThrows(IllegalArgumentException.class, () -> BillingAnchor.of(LocalDate.parse("1899-12-31"), UTC));
        assertThrows(IllegalArgumentException.class, () -> BillingAnchor.of(LocalDate.parse("3000-01-01"), UTC));
        assertThrows(DateTimeException.class, () -> monthly("2026-01-01", UTC).boundary(1L << 40));
    }

    private static BillingCalendar monthly(String anchor, ZoneId zone) {
        return new BillingCalendar(BillingAnchor.of(LocalDate.parse(anchor), zone), Cadence.MONTHLY);
    }

    private static List<String> starts(String anchor, Unit unit, int count, String zone, String until) {
        ZoneId id = ZoneId.of(zone);
        LocalDate first = LocalDate.parse(anchor);
        return new BillingCalendar(BillingAnchor.of(first, id), new Cadence(unit, count))
                        .periods(
                                first.atStartOfDay(id).toInstant(),
                                LocalDate.parse(until).atStartOfDay(id).toInstant())
                        .stream()
                        .map(period -> period.start().atZone(id).toLocalDate().toString())
                        .toList();
    }
}
