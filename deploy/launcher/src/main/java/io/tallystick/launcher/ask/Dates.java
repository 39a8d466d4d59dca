package io.tallystick.launcher.ask;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Half-open spans of instants as the days that people know. */
final class Dates {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

    private Dates() {}

    /** {@code [2026-10-01T00:00, 2026-11-01T00:00)} is {@code 1 Oct 2026 – 31 Oct 2026}: the last day is inside. */
    static String span(JsonNode period, ZoneId zone) {
        ZonedDateTime start = instant(period, "start").atZone(zone);
        ZonedDateTime end = instant(period, "end").atZone(zone);
        boolean midnight = end.toLocalTime().equals(LocalTime.MIDNIGHT);
        LocalDate last = midnight && end.isAfter(start) ? end.toLocalDate().minusDays(1) : end.toLocalDate();
        if (start.toLocalDate().equals(last)) {
            return DAY.format(last);
        }
        return DAY.format(start) + " – " + DAY.format(last);
    }

    static ZoneId zone(JsonNode node) {
        return node.hasNonNull("zone") ? ZoneId.of(node.get("zone").asText()) : ZoneId.of("UTC");
    }

    private static Instant instant(JsonNode period, String field) {
        return Instant.parse(period.get(field).asText());
    }
}
