package io.tallystick.invoice.http;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people read them, in English: {@code 1,234.50}, {@code 1 Nov 2026 – 30 Nov 2026}. */
final class Words {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss", Locale.ENGLISH);

    /** More than any number has: nothing is rounded for the eye. */
    private static final int ALL_DIGITS = 340;

    private static final int BRIEF_DIGITS = 6;

    private Words() {}

    /** Every digit, grouped; trailing zeros as they stand: 1234.50 is {@code 1,234.50}. */
    static String number(BigDecimal value) {
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ENGLISH));
        format.setMinimumFractionDigits(Math.max(0, value.scale()));
        format.setMaximumFractionDigits(ALL_DIGITS);
        return format.format(value);
    }

    /** The same without trailing zeros after the point: 0.0050 is {@code 0.005}. */
    static String plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return number(stripped);
    }

    /**
     * For the eye: what lies beyond the sixth digit after the point is left out and marked, 9.1599470534 is {@code 9.159947…}. The
     * JSON of the document has every digit.
     */
    static String brief(BigDecimal value) {
        String all = plain(value);
        int point = all.indexOf('.');
        return point < 0 || all.length() - point - 1 <= BRIEF_DIGITS
                ? all
                : all.substring(0, point + 1 + BRIEF_DIGITS) + "…";
    }

    /** Whether a text names the last day's month already, as in {@code Storage, 1–31 Oct 2026}. */
    static boolean namesPeriod(String text, Instant start, Instant end, String zone) {
        Instant inside = start.equals(end) ? start : end.minusNanos(1);
        return text.contains(MONTH.format(inside.atZone(ZoneId.of(zone))));
    }

    static String count(long value) {
        return number(BigDecimal.valueOf(value));
    }

    /** A half-open span as its first and last day, or with times where it does not begin and end at midnight. */
    static String period(Instant start, Instant end, String zone) {
        ZonedDateTime from = start.atZone(ZoneId.of(zone));
        ZonedDateTime to = end.atZone(ZoneId.of(zone));
        if (start.equals(end)) {
            return DAY.format(from);
        }
        if (!isMidnight(from) || !isMidnight(to)) {
            return MINUTE.format(from) + " – " + MINUTE.format(to);
        }
        LocalDate last = to.toLocalDate().minusDays(1);
        return from.toLocalDate().equals(last) ? DAY.format(last) : DAY.format(from) + " – " + DAY.format(last);
    }

    static String day(LocalDate day) {
        return DAY.format(day);
    }

    static String second(Instant instant, String zone) {
        return instant == null ? "–" : SECOND.format(instant.atZone(ZoneId.of(zone))) + " " + zone;
    }

    private static boolean isMidnight(ZonedDateTime time) {
        return time.toLocalTime().equals(LocalTime.MIDNIGHT);
    }

    /** What an XML document may hold. */
    static String text(String value) {
        return value == null
                ? ""
                : value.replaceAll(
                        "[^\\x{9}\\x{A}\\x{D}\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "\uFFFD");
    }
}
