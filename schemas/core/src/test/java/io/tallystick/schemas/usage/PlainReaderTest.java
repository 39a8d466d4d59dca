package io.tallystick.schemas.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The short way of reading says what the long way says, and what it does not understand it leaves to the long way. */
final class PlainReaderTest {
    private static final Instant RECEIVED = Instant.parse("2026-10-15T12:00:00Z");
    private static final long SEED = 20261122L;
    private static final int EVENTS = 10_000;
    private static final String STRANGE = "\"{}[]:,.0-9etfnz \\\u0000\u007f";
    private static final List<String> POINTERS =
            List.of("/a", "/b", "/tokens", "/nested/x", "/x~1y", "/x/y", "", "/", "/none");

    @Test
    void an_event_as_an_emitter_writes_it_is_read_without_a_tree() {
        byte[] bytes = event("{\"tool\":\"search\",\"n\":12.50,\"ok\":true,\"none\":null}");

        UsageEvent event = PlainReader.read(bytes, RECEIVED).orElseThrow();

        assertEquals("search", event.text("/tool").orElseThrow());
        assertEquals("12.5", event.text("/n").orElseThrow());
        assertEquals("true", event.text("/ok").orElseThrow());
        assertTrue(event.text("/none").isEmpty());
        assertEquals(
                "{\"tool\":\"search\",\"n\":12.50,\"ok\":true,\"none\":null}",
                event.data().json());
    }

    @Test
    void both_ways_say_the_same_of_every_event() {
        Random random = new Random(SEED);
        int plain = 0;
        for (int i = 0; i < EVENTS; i++) {
            byte[] bytes = event(payload(random));
            plain += PlainReader.read(bytes, RECEIVED).isPresent() ? 1 : 0;
            assertSame(bytes, "event " + i + ", seed " + SEED);
        }
        assertTrue(plain > EVENTS / 3 && plain < EVENTS, plain + " of " + EVENTS + " were plain");
    }

    @Test
    void both_ways_say_the_same_of_every_broken_event() {
        Random random = new Random(SEED);
        for (int i = 0; i < EVENTS; i++) {
            byte[] bytes = event(payload(random));
            for (int change = random.nextInt(3); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) STRANGE.charAt(random.nextInt(STRANGE.length()));
            }
            assertSame(bytes, "broken event " + i + ", seed " + SEED);
        }
    }

    private static void assertSame(byte[] bytes, String which) {
        String said = which + ": " + new String(bytes, StandardCharsets.UTF_8);
        assertEquals(described(bytes, false), described(bytes, true), said);
    }

    /** Everything that anybody asks of an event, or why it is refused. */
    private static String described(byte[] bytes, boolean shortWay) {
        try {
            UsageEvent event =
                    shortWay ? UsageEventReader.read(bytes, RECEIVED) : UsageEventReader.readTree(bytes, RECEIVED);
            List<String> said = new ArrayList<>(List.of(
                    event.id(),
                    event.source(),
                    event.type(),
                    event.customerId(),
                    event.occurredAt().toString(),
                    event.content().toString(),
                    event.identity().toString(),
                    CanonicalJson.text(event.data().tree()),
                    CanonicalJson.text(Json.MAPPER.readTree(event.data().json())),
                    event.data().canonical()));
            for (String pointer : POINTERS) {
                said.add(pointer + " " + event.text(pointer) + " " + quantity(event, pointer));
            }
            return String.join("\n", said);
        } catch (RefusedException refused) {
            return refused.refusal().toString();
        } catch (IOException impossible) {
            return impossible.toString();
        }
    }

    private static String quantity(UsageEvent event, String pointer) {
        try {
            return event.quantity(pointer).stripTrailingZeros().toString();
        } catch (RefusedException refused) {
            return refused.refusal().toString();
        }
    }

    private static byte[] event(String data) {
        return ("{\"specversion\":\"1.0\",\"id\":\"0192f0c1\",\"source\":\"/mcp/eu-1\",\"type\":\"t\",\"subject\":\"acme\","
                        + "\"time\":\"2026-10-15T09:30:00.123456Z\",\"data\":" + data + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String payload(Random random) {
        List<String> fields = new ArrayList<>();
        List<String> names = new ArrayList<>(List.of("a", "b", "tokens", "x/y", "", "aa", "größe", "q\\\"", "a"));
        Collections.shuffle(names.subList(0, random.nextInt(4) == 0 ? names.size() : 6), random);
        for (int i = random.nextInt(5); i > 0; i--) {
            String space = random.nextInt(4) == 0 ? " " : "";
            fields.add(space + "\"" + names.get(i) + "\"" + space + ":" + space + value(random));
        }
        return "{" + String.join(",", fields) + "}";
    }

    private static String value(Random random) {
        return switch (random.nextInt(26)) {
            case 0 -> "null";
            case 1 -> "true";
            case 2 -> "false";
            case 3 -> "{\"x\":1}";
            case 4 -> "[1,2]";
            case 5 -> "1e3";
            case 6 -> "-0";
            case 7 -> "-0.50";
            case 8 -> "007";
            case 9 -> "\"\\u0041\"";
            case 10 -> "\"größe\"";
            case 11 -> "\"\"";
            case 12 -> "\"" + random.nextInt(1_000) + ".250\"";
            case 13 -> "\"1e3\"";
            case 14 -> "123456789012345678901234567890";
            case 15 -> "0";
            case 16 -> "-" + random.nextInt(100);
            case 17 -> random.nextInt(1_000) + ".500";
            case 18 -> random.nextInt(1_000) + ".";
            default ->
                random.nextBoolean() ? Integer.toString(random.nextInt(5_000)) : "\"m-" + random.nextInt(9) + "\"";
        };
    }
}
