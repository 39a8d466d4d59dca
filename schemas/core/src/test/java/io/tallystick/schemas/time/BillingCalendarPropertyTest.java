package io.tallystick.schemas.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.schemas.time.Cadence.Unit;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every anchor day of ten years × every unit × eight zones, against a calendar computed in another way. */
class BillingCalendarPropertyTest {
    private static final LocalDate FIRST = LocalDate.of(2019, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2028, 12, 31);
    private static final List<Unit> UNITS = List.of(Unit.values());
    private static final List<Integer> PERIODS = List.of(-13, -2, -1, 0, 1, 2, 11, 12, 13, 25);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "America/Sao_Paulo",
                "Africa/Casablanca",
                "Australia/Lord_Howe",
                "Pacific/Apia",
                "America/New_York",
                "Asia/Kathmandu",
                "Europe/Berlin"
            })
    void periods_tile_without_gap_or_overlap(String zoneName) {
        ZoneId zone = ZoneId.of(zoneName);
        SplittableRandom random = new SplittableRandom(7L);
        for (LocalDate day = FIRST; !day.isAfter(LAST); day = day.plusDays(1)) {
            for (Unit unit : Unit.values()) {
                BillingCalendar calendar = new BillingCalendar(BillingAnchor.of(day, zone), new Cadence(unit, 1));
                for (int k : PERIODS) {
                    assertPeriod(calendar, day, unit, k, random);
                }
            }
        }
    }

    private static void assertPeriod(
            BillingCalendar calendar, LocalDate day, Unit unit, int k, SplittableRandom random) {
        ZoneId zone = calendar.anchor().zone();
        Instant start = expected(day, unit, k).atStartOfDay(zone).toInstant();
        Instant end = expected(day, unit, k + 1).atStartOfDay(zone).toInstant();
        assertEquals(start, calendar.boundary(k));
        assertTrue(start.isBefore(end));
        long length = end.getEpochSecond() - start.getEpochSecond();
        Instant inside = start.plusSeconds(random.nextLong(length));
        assertEquals(k, calendar.indexOf(inside));
        assertEquals(k, calendar.indexOf(start));
        assertEquals(k, calendar.indexOf(end.minusNanos(1_000)));
    }

    /** The day of boundary k by counting months and days by hand, without clamping of a date library. */
    private static LocalDate expected(LocalDate anchor, Unit unit, int k) {
        int months = switch (unit) {
            case DAY, WEEK -> 0;
            case MONTH -> 1;
            case QUARTER -> 3;
            case HALF_YEAR -> 6;
            case YEAR -> 12;
        };
        if (months == 0) {
            return LocalDate.ofEpochDay(anchor.toEpochDay() + (unit == Unit.DAY ? 1L : 7L) * k);
        }
        int since = anchor.getYear() * 12 + anchor.getMonthValue() - 1 + months * k;
        YearMonth month = YearMonth.of(Math.floorDiv(since, 12), Math.floorMod(since, 12) + 1);
        return month.atDay(Math.min(anchor.getDayOfMonth(), month.lengthOfMonth()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pacific/Apia", "America/Sao_Paulo", "Asia/Tehran", "Antarctica/Troll"})
    void a_listed_span_tiles_at_any_time_of_day_over_two_centuries(String zoneName) {
        ZoneId zone = ZoneId.of(zoneName);
        long seed = 11L;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 300; i++) {
            BillingAnchor anchor = new BillingAnchor(
                    LocalDate.ofEpochDay(random.nextLong(-25_000, 30_000)).atTime(random.nextInt(24), 30), zone);
            Unit unit = UNITS.get(random.nextInt(UNITS.size()));
            BillingCalendar calendar = new BillingCalendar(anchor, new Cadence(unit, random.nextInt(1, 5)));
            Instant from = Instant.ofEpochSecond(random.nextLong(1_200_000_000L, 1_500_000_000L));
            Instant to = from.plusSeconds(random.nextLong(1, 60L * 86_400));

            List<BillingPeriod> periods = calendar.periods(from, to);

            String said = calendar + " from " + from + " to " + to + " seed " + seed;
            assertTrue(periods.getFirst().contains(from), said);
            assertTrue(!periods.getLast().end().isBefore(to), said);
            assertTrue(periods.getLast().start().isBefore(to), said);
            for (int n = 1; n < periods.size(); n++) {
                assertEquals(periods.get(n - 1).end(), periods.get(n).start(), said);
            }
            for (BillingPeriod period : periods) {
                assertEquals(period, calendar.periodContaining(period.start()), said);
                assertEquals(period, calendar.periodContaining(period.end().minusNanos(1_000)), said);
            }
        }
    }
}
