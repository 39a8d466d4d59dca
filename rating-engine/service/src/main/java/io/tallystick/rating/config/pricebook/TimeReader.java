package io.tallystick.rating.config.pricebook;

import io.tallystick.rating.pricing.Findings;
import io.tallystick.schemas.time.BillingAnchor;
import io.tallystick.schemas.time.BillingCalendar;
import io.tallystick.schemas.time.Cadence;
import io.tallystick.schemas.time.Micros;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Reads times: an instant with an offset, a local date and time, or a local date, in a zone. */
final class TimeReader {
    /** For documents without a zone of their own. */
    static final TimeReader UTC = new TimeReader(ZoneOffset.UTC);

    private static final Instant NO_TIME = Instant.EPOCH;

    private final ZoneId zone;

    private TimeReader(ZoneId zone) {
        this.zone = zone;
    }

    static TimeReader inZone(String zone, Findings findings) {
        try {
            return new TimeReader(ZoneId.of(zone));
        } catch (DateTimeException unknown) {
            findings.add("unknown_zone", zone, "must be a zone of the IANA database such as America/Sao_Paulo");
            return UTC;
        }
    }

    ZoneId zone() {
        return zone;
    }

    /** ISO 8601 with an offset. */
    static Instant instant(String text, Findings findings) {
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeException notATime) {
            findings.add("invalid_time", text, "must be a time with an offset such as 2026-11-01T00:00:00Z");
            return NO_TIME;
        }
    }

    /** The wall clock time of a date, a date and time, or an instant. */
    BillingAnchor anchor(String text, Findings findings) {
        try {
            return new BillingAnchor(local(text), zone);
        } catch (IllegalArgumentException outOfRange) {
            findings.add("anchor_out_of_range", text, outOfRange.getMessage());
        } catch (DateTimeException notATime) {
            findings.add("invalid_time", text, "must be a date such as 2026-01-31, or a time");
        }
        return BillingAnchor.of(LocalDate.EPOCH, zone);
    }

    /** The instant of a date, a date and time, or an instant; a local time is resolved like an anchor. */
    Instant boundary(String text, Findings findings) {
        return new BillingCalendar(anchor(text, findings), Cadence.MONTHLY).boundary(0);
    }

    /** An instant as it stands, also one of the hour that the clocks repeat; a date or local time like an anchor. */
    Instant moment(String text, Findings findings) {
        return hasOffset(text) ? Micros.truncate(instant(text, findings)) : boundary(text, findings);
    }

    private static boolean hasOffset(String text) {
        int time = text.indexOf('T');
        return time > 0 && (text.endsWith("Z") || text.lastIndexOf('+') > time || text.lastIndexOf('-') > time);
    }

    private LocalDateTime local(String text) {
        if (text.indexOf('T') < 0) {
            return LocalDate.parse(text).atStartOfDay();
        }
        return hasOffset(text)
                ? LocalDateTime.ofInstant(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from), zone)
                : LocalDateTime.parse(text);
    }
}
