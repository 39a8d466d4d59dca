package io.tallystick.schemas.time;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/**
 * How long a billing period is: {@code MONTH × 1}, {@code WEEK × 2}, {@code YEAR × 3}.
 *
 * @param unit the calendar unit
 * @param count how many of them, 1 to {@value #MAX_COUNT}
 */
public record Cadence(Unit unit, int count) {
    /** The largest count. */
    public static final int MAX_COUNT = 1_000;

    /** Monthly, the default of a plan. */
    public static final Cadence MONTHLY = new Cadence(Unit.MONTH, 1);

    public Cadence {
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException(
                    "A cadence of %d × %s is not possible; the count is 1 to %d.".formatted(count, unit, MAX_COUNT));
        }
    }

    /** The local time {@code periods} cadences after the anchor, clamped to the end of a short month. */
    LocalDateTime after(LocalDateTime anchor, long periods) {
        long units = Math.multiplyExact(periods, Math.multiplyExact((long) count, unit.size));
        return anchor.plus(units, unit.basis);
    }

    /** A number of periods from the anchor to a local time that is at most a few off. */
    long estimate(LocalDateTime anchor, LocalDateTime at) {
        return Math.floorDiv(unit.basis.between(anchor, at), count * unit.size);
    }

    /** Calendar units. Quarters and half-years are months of the anchor, not of the calendar, unless so anchored. */
    public enum Unit {
        DAY(ChronoUnit.DAYS, 1),
        WEEK(ChronoUnit.DAYS, 7),
        MONTH(ChronoUnit.MONTHS, 1),
        QUARTER(ChronoUnit.MONTHS, 3),
        HALF_YEAR(ChronoUnit.MONTHS, 6),
        YEAR(ChronoUnit.MONTHS, 12);

        private final ChronoUnit basis;
        private final long size;

        Unit(ChronoUnit basis, long size) {
            this.basis = basis;
            this.size = size;
        }

        /**
         * The first day of the calendar unit that holds a day: weeks start on Monday, quarters in January, April, July
         * and October. 2026-05-17 gives 2026-05-11 (WEEK), 2026-05-01 (MONTH), 2026-04-01 (QUARTER), 2026-01-01 (YEAR).
         */
        public LocalDate startOf(LocalDate day) {
            if (basis == ChronoUnit.DAYS) {
                // Day 0 of the epoch, 1970-01-01, was a Thursday: Monday is 3 days earlier.
                return day.minusDays(size == 1 ? 0 : Math.floorMod(day.toEpochDay() + 3, size));
            }
            return day.withDayOfMonth(1).minusMonths((day.getMonthValue() - 1) % size);
        }
    }
}
