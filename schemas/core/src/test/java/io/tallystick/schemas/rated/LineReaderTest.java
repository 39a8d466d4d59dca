package io.tallystick.schemas.rated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.json.Json;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way of reading a line says what the mapper says, of good messages and of broken ones. */
final class LineReaderTest {
    private static final long SEED = 20261123L;
    private static final int LINES = 5_000;
    private static final String STRANGE = "\"{}[]:,.0-9etfnzZT+ \\\u0000\u007f";
    private static final List<String> WORDS =
            List.of("calls", "API calls, 1–30 Nov 2026", "größe 😀", "\"x\" \\ /", "", "tab\there", "a");

    private static final List<RatedLine.Kind> KINDS = List.of(RatedLine.Kind.values());

    private final LineReader reader = new LineReader();

    @Test
    void both_ways_say_the_same_of_every_line() {
        Random random = new Random(SEED);
        for (int i = 0; i < LINES; i++) {
            RatedLine line = line(random);
            byte[] message = Json.bytes(line);
            String which = "line " + i + ", seed " + SEED;
            assertEquals(Json.read(message, RatedLine.class), reader.read(message), which);
            assertEquals(line, reader.read(new String(message, StandardCharsets.UTF_8)), which);
        }
    }

    @Test
    void both_ways_say_the_same_of_every_broken_line() {
        Random random = new Random(SEED);
        for (int i = 0; i < LINES; i++) {
            byte[] message = Json.bytes(line(random));
            for (int change = random.nextInt(3); change >= 0; change--) {
                message[random.nextInt(message.length)] = (byte) STRANGE.charAt(random.nextInt(STRANGE.length()));
            }
            assertSame(message, "broken line " + i + ", seed " + SEED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"revision\":7=>\"revision\":7,\"revision\":8",
                "\"revision\":7=>\"revision\":null",
                "\"revision\":7,=>",
                "\"revision\":7=>\"revision\":7.0",
                "\"revision\":7=>\"revision\":99999999999999999999",
                "\"planVersion\":3=>\"planVersion\":3000000000",
                "\"planVersion\":3=>\"planVersion\" : 3",
                "\"quantity\":\"12\"=>\"quantity\":\"1.2E1\"",
                "\"quantity\":\"12\"=>\"quantity\":\"1e999999999\"",
                "\"quantity\":\"12\"=>\"quantity\":\"--12\"",
                "\"quantity\":\"12\"=>\"quantity\":\" 12\"",
                "\"quantity\":\"12\"=>\"quantity\":\"\"",
                "\"quantity\":\"12\"=>\"quantity\":12",
                "\"quantity\":\"12\"=>\"quantity\":null",
                "\"quantity\":\"12\"=>\"quantity\":\"1234567890123456789012345678901234567890123456789012345678901234567890\"",
                "\"meterKey\":\"calls\"=>\"meterKey\":null",
                "\"meterKey\":\"calls\"=>\"meterKey\":\"calls\",\"more\":1",
                "\"kind\":\"USAGE\"=>\"kind\":\"usage\"",
                "\"kind\":\"USAGE\"=>\"kind\":0",
                "2026-11-01T00:00:00Z=>2026-10-31T24:00:00Z",
                "2026-11-01T00:00:00Z=>2026-10-31T23:59:60Z",
                "2026-11-01T00:00:00Z=>2026-11-01T01:00:00+01:00",
                "2026-11-01T00:00:00Z=>2026-11-01T00:00:00.000Z",
                "2026-11-01T00:00:00Z=>yesterday",
                "\"tool\":\"search\"=>\"tool\":\"search\",\"tool\":\"fetch\"",
                "\"tool\":\"search\"=>\"tool\":null",
                "\"label\":\"all\"=>\"label\":\"all\",\"label\":\"all\"",
                "\"label\":\"all\"=>\"labels\":\"all\"",
                "\"steps\":[=>\"steps\":[null,",
                "\"steps\":[=>\"steps\":[[],",
            })
    void a_line_in_another_form_is_what_the_mapper_says(String change) {
        String[] parts = change.split("=>", -1);
        String message = new String(Json.bytes(plain()), StandardCharsets.UTF_8);
        assertTrue(message.contains(parts[0]), message);
        assertSame(message.replace(parts[0], parts[1]).getBytes(StandardCharsets.UTF_8), change);
    }

    @Test
    void what_follows_a_line_is_no_part_of_it() {
        String message = new String(Json.bytes(plain()), StandardCharsets.UTF_8);
        for (String after : List.of(" ", "\n", "{}", "x", ",")) {
            assertSame((message + after).getBytes(StandardCharsets.UTF_8), "followed by " + after);
        }
        assertSame(new byte[0], "nothing");
        assertSame("null".getBytes(StandardCharsets.UTF_8), "null");
        assertSame("[]".getBytes(StandardCharsets.UTF_8), "an array");
    }

    @Test
    void the_digest_is_that_of_the_text_without_its_revision() {
        RatedLine line = line(new Random(SEED));
        assertEquals(Hash128.of(new String(Json.bytes(line.withRevision(0)), StandardCharsets.UTF_8)), line.digest());
    }

    private void assertSame(byte[] message, String which) {
        assertEquals(said(() -> Json.read(message, RatedLine.class)), said(() -> reader.read(message)), which);
    }

    private static Object said(Supplier<RatedLine> read) {
        try {
            return Optional.ofNullable(read.get());
        } catch (UncheckedIOException refused) {
            return UncheckedIOException.class;
        }
    }

    private static RatedLine plain() {
        return new RatedLine(
                "0123456789abcdef0123456789abcdef",
                7,
                "acme",
                "acme-pro",
                "pro",
                3,
                "calls",
                RatedLine.Kind.USAGE,
                "API calls, 1–30 Nov 2026",
                "UTC",
                Instant.parse("2026-11-01T00:00:00Z"),
                Instant.parse("2026-12-01T00:00:00Z"),
                Instant.parse("2026-12-01T00:00:00Z"),
                "calls",
                Map.of("tool", "search"),
                new BigDecimal("12"),
                "USD",
                new BigDecimal("0.0120"),
                new BigDecimal("0.01"),
                List.of(new Step(
                        "all",
                        BigDecimal.ZERO,
                        null,
                        new BigDecimal("12"),
                        new BigDecimal("0.001"),
                        null,
                        new BigDecimal("0.0120"))),
                12,
                "fedcba9876543210fedcba9876543210",
                null,
                null,
                5);
    }

    private static RatedLine line(Random random) {
        Map<String, String> dimensions = random.nextBoolean()
                ? Map.of()
                : Map.of("tool", word(random), "region \"eu\"", word(random), "a", word(random));
        return new RatedLine(
                Hash128.of(Long.toString(random.nextLong())).toString(),
                random.nextLong() >>> random.nextInt(64),
                "customer-" + random.nextInt(100),
                word(random),
                word(random),
                random.nextInt(),
                word(random),
                KINDS.get(random.nextInt(KINDS.size())),
                word(random),
                "Europe/Berlin",
                instant(random),
                instant(random),
                instant(random),
                random.nextBoolean() ? null : word(random),
                dimensions,
                decimal(random),
                "EUR",
                decimal(random),
                decimal(random),
                steps(random),
                random.nextInt(1_000_000),
                random.nextBoolean() ? null : word(random),
                random.nextBoolean() ? null : word(random),
                random.nextBoolean() ? null : word(random),
                random.nextInt(96));
    }

    private static List<Step> steps(Random random) {
        List<Step> steps = new ArrayList<>();
        Stream.generate(() -> new Step(
                        word(random),
                        some(random),
                        some(random),
                        some(random),
                        some(random),
                        some(random),
                        decimal(random)))
                .limit(random.nextInt(4))
                .forEach(steps::add);
        return steps;
    }

    private static BigDecimal some(Random random) {
        return random.nextBoolean() ? null : decimal(random);
    }

    private static BigDecimal decimal(Random random) {
        return BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), random.nextInt(25));
    }

    private static Instant instant(Random random) {
        return Instant.ofEpochSecond(
                random.nextInt(2_000_000_000), random.nextBoolean() ? 0 : random.nextInt(1_000_000) * 1_000L);
    }

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }
}
