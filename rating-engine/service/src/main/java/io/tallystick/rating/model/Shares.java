package io.tallystick.rating.model;

import io.tallystick.rating.catalog.Proration;
import io.tallystick.rating.pricing.Share;
import io.tallystick.schemas.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * How much of a period a part of it is. By day: local dates are counted half-open, so the day of a change belongs to the new
 * state, and the days of the parts of a period always add up to the days of the period. 16 November to 1 December is 15 of
 * 30.
 */
public final class Shares {
    private Shares() {}

    /** Local days of {@code [start, end)}: the dates from that of the start up to the one before that of the end. */
    public static long days(BillingPeriod part, ZoneId zone) {
        return ChronoUnit.DAYS.between(date(part.start(), zone), date(part.end(), zone));
    }

    /**
     * The share of a period.
     *
     * @param proration by day or by second; a part without proration counts as the whole
     * @param part inside the period
     * @param whole the whole period of the calendar
     * @param zone of the subscription
     */
    public static Share of(Proration proration, BillingPeriod part, BillingPeriod whole, ZoneId zone) {
        return of(proration, List.of(part), whole, zone);
    }

    /** The share of a period that has several parts. */
    public static Share of(Proration proration, List<BillingPeriod> parts, BillingPeriod whole, ZoneId zone) {
        return switch (proration) {
            case DAY -> {
                long days = 0;
                for (BillingPeriod part : parts) {
                    days += days(part, zone);
                }
                yield Share.of(days, days(whole, zone));
            }
            case SECOND -> {
                BigDecimal length = BigDecimal.ZERO;
                for (BillingPeriod part : parts) {
                    length = length.add(micros(part.length()));
                }
                yield new Share(length, micros(whole.length()));
            }
            case NONE -> Share.FULL;
        };
    }

    /** Microseconds of a duration, exact. */
    static BigDecimal micros(Duration length) {
        return BigDecimal.valueOf(
                Math.addExact(Math.multiplyExact(length.getSeconds(), 1_000_000L), length.getNano() / 1_000));
    }

    /** {@code 16 of 31 days}, or the exact seconds. */
    static String words(Proration proration, Share share) {
        return switch (proration) {
            case DAY -> "%s of %s days".formatted(share.part(), share.whole());
            case SECOND ->
                "%s of %s seconds"
                        .formatted(
                                Wording.number(share.part().movePointLeft(6)),
                                Wording.number(share.whole().movePointLeft(6)));
            case NONE -> "the whole period";
        };
    }

    private static LocalDate date(Instant instant, ZoneId zone) {
        return LocalDate.ofInstant(instant, zone);
    }
}
