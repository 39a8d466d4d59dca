package io.tallystick.launcher.send;

import io.tallystick.schemas.money.DecimalRefused;
import io.tallystick.schemas.money.Decimals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the time of a row: ISO 8601, a pattern of {@link DateTimeFormatter} in a zone, or seconds and fractions since 1970. */
final class TimeReader {
    private static final Map<String, Integer> EPOCHS =
            Map.of("epoch-seconds", 0, "epoch-millis", 3, "epoch-micros", 6, "epoch-nanos", 9);

    private final Optional<ZoneId> zone;
    private final Optional<Integer> epochDigits;
    private final DateTimeFormatter formatter;

    /**
     * A reader.
     *
     * @param format {@code iso} (the default), {@code epoch-seconds}, {@code epoch-millis}, {@code epoch-micros}, {@code epoch-nanos},
     *     or a pattern such as {@code yyyy-MM-dd HH:mm:ss.SSS}
     * @param zone for times without an offset
     */
    TimeReader(Optional<String> format, Optional<String> zone) {
        this.zone = zone.map(TimeReader::zone);
        this.epochDigits = format.map(EPOCHS::get);
        this.formatter = format.filter(text -> !text.equals("iso") && !EPOCHS.containsKey(text))
                .map(TimeReader::pattern)
                .orElse(DateTimeFormatter.ISO_DATE_TIME);
    }

    Instant read(String text) throws BadRow {
        return epochDigits.isPresent() ? epoch(text, epochDigits.get()) : formatted(text);
    }

    private Instant formatted(String text) throws BadRow {
        TemporalAccessor parsed;
        try {
            parsed = formatter.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        } catch (DateTimeException notATime) {
            throw new BadRow("invalid_time", "\"" + text + "\" is not a time of the format given by time.format");
        }
        return switch (parsed) {
            case OffsetDateTime withOffset -> withOffset.toInstant();
            case LocalDateTime local -> inZone(local, text);
            case LocalDate day -> inZone(day.atStartOfDay(), text);
            default -> throw new IllegalStateException("parseBest gave a " + parsed.getClass());
        };
    }

    private Instant inZone(LocalDateTime local, String text) throws BadRow {
        if (zone.isEmpty()) {
            throw new BadRow(
                    "invalid_time", "\"" + text + "\" has no offset; add time.zone, such as time.zone=Europe/Berlin");
        }
        List<ZoneOffset> offsets = zone.get().getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            throw new BadRow(
                    "invalid_time", "\"" + text + "\" does not exist in " + zone.get() + ": the clocks skip it");
        }
        return local.toInstant(offsets.getFirst());
    }

    private static Instant epoch(String text, int digits) throws BadRow {
        try {
            BigDecimal nanos = Decimals.parse(text).movePointRight(9 - digits);
            BigInteger[] parts = nanos.toBigInteger().divideAndRemainder(BigInteger.valueOf(1_000_000_000));
            return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
        } catch (DecimalRefused | ArithmeticException | DateTimeException notATime) {
            throw new BadRow("invalid_time", "\"" + text + "\" is not a number of units since 1970");
        }
    }

    private static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException unknown) {
            throw new MappingException("time.zone=" + id + " is not a zone such as UTC or Europe/Berlin");
        }
    }

    /** Strict, so that 31 February is refused; that needs the proleptic year {@code u} where people write {@code y}. */
    private static DateTimeFormatter pattern(String pattern) {
        StringBuilder proleptic = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            quoted ^= c == '\'';
            proleptic.append(c == 'y' && !quoted ? 'u' : c);
        }
        try {
            return DateTimeFormatter.ofPattern(proleptic.toString(), Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException wrong) {
            throw new MappingException(
                    "time.format=" + pattern + " is not a pattern such as yyyy-MM-dd HH:mm:ss: " + wrong.getMessage());
        }
    }
}
