package io.tallystick.schemas.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/**
 * Reads the {@code time} of an event. Nearly all are written as {@code 2026-11-01T00:00:00.123456Z}: those are read digit by digit, in
 * a twentieth of the time that the formatter takes, which would otherwise be a third of the cost of reading an event. All others, and
 * all that are wrong, are the formatter's.
 */
final class EventTime {
    private static final int SECONDS_OF_DAY = 86_400;
    private static final int FRACTION_START = 20;
    private static final int LONGEST = 30;

    private EventTime() {}

    /**
     * The instant, to the nanosecond.
     *
     * @throws java.time.DateTimeException if the text is not ISO 8601 with an offset
     */
    static Instant parse(String text) {
        return isPlain(text) ? plain(text) : DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
    }

    private static boolean isPlain(String text) {
        int length = text.length();
        if (length < FRACTION_START || length > LONGEST || text.charAt(length - 1) != 'Z') {
            return false;
        }
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && (length == FRACTION_START || (length > FRACTION_START + 1 && text.charAt(FRACTION_START - 1) == '.'))
                && areDigits(text, 0, 4)
                && areDigits(text, 5, 7)
                && areDigits(text, 8, 10)
                && areDigits(text, 11, 13)
                && areDigits(text, 14, 16)
                && areDigits(text, 17, 19)
                && areDigits(text, FRACTION_START, length - 1)
                && number(text, 11, 13) < 24
                && number(text, 14, 16) < 60
                && number(text, 17, 19) < 60;
    }

    private static Instant plain(String text) {
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        int second = number(text, 11, 13) * 3_600 + number(text, 14, 16) * 60 + number(text, 17, 19);
        int nanos = 0;
        for (int i = FRACTION_START; i < FRACTION_START + 9; i++) {
            nanos = nanos * 10 + (i < text.length() - 1 ? text.charAt(i) - '0' : 0);
        }
        return Instant.ofEpochSecond(day * SECONDS_OF_DAY + second, nanos);
    }

    private static boolean areDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }
}
