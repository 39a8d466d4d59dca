package io.tallystick.invoice.http;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Properties;

/** Words, numbers and dates of documents in one language: {@code 1,234.50} and {@code 1 Nov 2026} or {@code 1.234,50} and so on. */
final class Language {
    static final Language ENGLISH = new Language("en", "d MMM uuuu");
    private static final Language GERMAN = new Language("de", "d. MMM uuuu");
    private static final Language PORTUGUESE = new Language("pt-BR", "d 'de' MMM 'de' uuuu");

    /** More than any number has: nothing is rounded for the eye. */
    private static final int ALL_DIGITS = 340;

    private static final int BRIEF_DIGITS = 6;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Locale locale;
    private final DateTimeFormatter day;
    private final DateTimeFormatter minute;
    private final Properties words;

    private Language(String tag, String dayPattern) {
        this.locale = Locale.forLanguageTag(tag);
        this.day = DateTimeFormatter.ofPattern(dayPattern, locale);
        this.minute = DateTimeFormatter.ofPattern(dayPattern + " HH:mm", locale);
        this.words = read("/tally-invoice/words-" + tag + ".properties");
    }

    private static Properties read(String file) {
        Properties words = new Properties();
        try (Reader in = new InputStreamReader(Language.class.getResourceAsStream(file), StandardCharsets.UTF_8)) {
            words.load(in);
        } catch (IOException broken) {
            throw new UncheckedIOException(file + " cannot be read", broken);
        }
        return words;
    }

    /** The language of a customer: German, Portuguese, or English for all others. */
    static Language of(String tag) {
        return switch (tag == null ? "" : Locale.forLanguageTag(tag).getLanguage()) {
            case "de" -> GERMAN;
            case "pt" -> PORTUGUESE;
            default -> ENGLISH;
        };
    }

    /** As documents name it: {@code pt-BR}. */
    public String tag() {
        return locale.toLanguageTag();
    }

    /**
     * The words for a key; {@code {0}} stands for the first argument.
     *
     * @throws IllegalArgumentException if the language has no words for it
     */
    String say(String key, String... arguments) {
        String text = words.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException(tag() + " has no words for " + key);
        }
        for (int i = 0; i < arguments.length; i++) {
            text = text.replace("{" + i + "}", arguments[i]);
        }
        return text;
    }

    /** As {@link #brief}, with at least so many digits after the point, so that amounts stand in columns: 1234.5 is {@code 1,234.50}. */
    String brief(BigDecimal value, int digits) {
        BigDecimal plain = value.stripTrailingZeros();
        if (plain.scale() >= digits) {
            return brief(value);
        }
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(locale));
        format.setMinimumFractionDigits(digits);
        return format.format(plain);
    }

    /** Whether stored lines are written in it. */
    boolean isStored() {
        return locale.getLanguage().equals(Locale.ENGLISH.getLanguage());
    }

    /** A word that rating writes on lines; as it stands, if it is none of those. */
    String label(String stored) {
        return words.getProperty("label." + stored.replace(' ', '_'), stored);
    }

    /** Every digit, grouped; trailing zeros as they stand: 1234.50 is {@code 1,234.50}. */
    String number(BigDecimal value) {
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(locale));
        format.setMinimumFractionDigits(Math.max(0, value.scale()));
        format.setMaximumFractionDigits(ALL_DIGITS);
        return format.format(value);
    }

    /** The same without trailing zeros after the point: 0.0050 is {@code 0.005}. */
    String plain(BigDecimal value) {
        return number(value.stripTrailingZeros());
    }

    /** 0.19 is {@code 19 %}. */
    String percent(BigDecimal rate) {
        return plain(rate.multiply(HUNDRED)) + " %";
    }

    /**
     * For the eye: what lies beyond the sixth digit after the point is left out and marked, 9.1599470534 is {@code 9.159947…}. The
     * JSON of the document has every digit.
     */
    String brief(BigDecimal value) {
        String all = plain(value);
        int point = all.indexOf(DecimalFormatSymbols.getInstance(locale).getDecimalSeparator());
        return point < 0 || all.length() - point - 1 <= BRIEF_DIGITS
                ? all
                : all.substring(0, point + 1 + BRIEF_DIGITS) + "…";
    }

    String count(long value) {
        return number(BigDecimal.valueOf(value));
    }

    /** A half-open span as its first and last day, or with times where it does not begin and end at midnight. */
    String period(Instant start, Instant end, String zone) {
        ZonedDateTime from = start.atZone(ZoneId.of(zone));
        ZonedDateTime to = end.atZone(ZoneId.of(zone));
        if (start.equals(end)) {
            return day.format(from);
        }
        if (!isMidnight(from) || !isMidnight(to)) {
            return minute.format(from) + " – " + minute.format(to);
        }
        LocalDate last = to.toLocalDate().minusDays(1);
        return from.toLocalDate().equals(last) ? day.format(last) : day.format(from) + " – " + day.format(last);
    }

    String day(LocalDate date) {
        return day.format(date);
    }

    private static boolean isMidnight(ZonedDateTime time) {
        return time.toLocalTime().equals(LocalTime.MIDNIGHT);
    }
}
