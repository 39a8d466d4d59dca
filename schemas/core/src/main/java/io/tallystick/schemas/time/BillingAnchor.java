package io.tallystick.schemas.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * The local date and time from which all periods of a subscription are counted, in the customer's zone. The day of the
 * month that it names comes back after every short month: an anchor on the 31st bills on 28 February and on 31 March.
 *
 * @param local wall clock time of the first boundary, in microseconds, of the years 1900 to 2999
 * @param zone any zone of the IANA database
 */
public record BillingAnchor(LocalDateTime local, ZoneId zone) {
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2999;

    public BillingAnchor {
        Objects.requireNonNull(zone, "zone");
        local = local.truncatedTo(ChronoUnit.MICROS);
        if (local.getYear() < FIRST_YEAR || local.getYear() > LAST_YEAR) {
            throw new IllegalArgumentException(
                    "The anchor %s lies outside the years %d to %d.".formatted(local, FIRST_YEAR, LAST_YEAR));
        }
    }

    /** Midnight of a day: {@code of(2026-01-31, America/Sao_Paulo)}. */
    public static BillingAnchor of(LocalDate day, ZoneId zone) {
        return new BillingAnchor(day.atStartOfDay(), zone);
    }

    /** The wall clock time of an instant in the zone. */
    public static BillingAnchor of(Instant instant, ZoneId zone) {
        return new BillingAnchor(LocalDateTime.ofInstant(instant, zone), zone);
    }

    /**
     * An anchor for calendar billing: the start of the calendar unit that holds the first day. Monthly from 2026-11-15 is
     * anchored on 2026-11-01, so that the first period of the subscription is a part of November.
     */
    public static BillingAnchor calendar(Cadence.Unit unit, LocalDate firstDay, ZoneId zone) {
        return of(unit.startOf(firstDay), zone);
    }
}
