package io.tallystick.invoice.http;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times on the pages, which are in English, and what is common to all languages. See {@link Language}. */
final class Words {
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss", Locale.ENGLISH);

    private Words() {}

    /** See {@link Language#number}. */
    static String number(BigDecimal value) {
        return Language.ENGLISH.number(value);
    }

    /** See {@link Language#plain}. */
    static String plain(BigDecimal value) {
        return Language.ENGLISH.plain(value);
    }

    /** See {@link Language#brief}. */
    static String brief(BigDecimal value) {
        return Language.ENGLISH.brief(value);
    }

    /** Whether a text names the last day's month already, as in {@code Storage, 1–31 Oct 2026}. */
    static boolean namesPeriod(String text, Instant start, Instant end, String zone) {
        Instant inside = start.equals(end) ? start : end.minusNanos(1);
        return text.contains(MONTH.format(inside.atZone(ZoneId.of(zone))));
    }

    static String count(long value) {
        return Language.ENGLISH.count(value);
    }

    /** See {@link Language#period}. */
    static String period(Instant start, Instant end, String zone) {
        return Language.ENGLISH.period(start, end, zone);
    }

    static String day(LocalDate day) {
        return Language.ENGLISH.day(day);
    }

    static String second(Instant instant, String zone) {
        return instant == null ? "–" : SECOND.format(instant.atZone(ZoneId.of(zone))) + " " + zone;
    }

    /** What an XML document may hold. */
    static String text(String value) {
        return value == null
                ? ""
                : value.replaceAll(
                        "[^\\x{9}\\x{A}\\x{D}\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "\uFFFD");
    }
}
