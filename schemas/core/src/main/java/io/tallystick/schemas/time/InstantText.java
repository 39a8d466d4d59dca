package io.tallystick.schemas.time;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;

/** What {@link Instant#toString} says, without its formatter, in a fraction of the time: instants stand in every derived id. */
public final class InstantText {
    private static final int SECONDS_OF_DAY = 86_400;
    private static final int FRACTION_START = 20;

    /** The first second of the year 0 and of the year 10000: in between a year has four digits and no sign. */
    private static final long FOUR_DIGITS_FROM = -62_167_219_200L;

    private static final long FOUR_DIGITS_TO = 253_402_300_800L;

    private InstantText() {}

    /** {@code 2026-11-01T00:00:00Z}, or with three, six or nine more digits. */
    public static String of(Instant time) {
        long second = time.getEpochSecond();
        if (second < FOUR_DIGITS_FROM || second >= FOUR_DIGITS_TO) {
            return time.toString();
        }
        int nanos = time.getNano();
        int fraction = nanos == 0 ? 0 : nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
        byte[] text = new byte[fraction == 0 ? FRACTION_START : FRACTION_START + 1 + fraction];
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(second, SECONDS_OF_DAY));
        int secondOfDay = Math.floorMod(second, SECONDS_OF_DAY);
        digits(text, 0, 4, day.getYear());
        text[4] = '-';
        digits(text, 5, 7, day.getMonthValue());
        text[7] = '-';
        digits(text, 8, 10, day.getDayOfMonth());
        text[10] = 'T';
        digits(text, 11, 13, secondOfDay / 3_600);
        text[13] = ':';
        digits(text, 14, 16, secondOfDay / 60 % 60);
        text[16] = ':';
        digits(text, 17, 19, secondOfDay % 60);
        if (fraction > 0) {
            text[19] = '.';
            digits(text, FRACTION_START, FRACTION_START + fraction, leading(nanos, fraction));
        }
        text[text.length - 1] = 'Z';
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static int leading(int nanos, int fraction) {
        return fraction == 3 ? nanos / 1_000_000 : fraction == 6 ? nanos / 1_000 : nanos;
    }

    private static void digits(byte[] text, int from, int to, int number) {
        int left = number;
        for (int i = to - 1; i >= from; i--) {
            text[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }
}
