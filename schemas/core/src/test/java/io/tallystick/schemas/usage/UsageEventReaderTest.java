package io.tallystick.schemas.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an event must be before anything is computed with it. */
final class UsageEventReaderTest {
    private static final Instant RECEIVED = Instant.parse("2026-10-15T12:00:00Z");
    private static final String GOOD = """
            {"specversion":"1.0","id":"e1","source":"s","type":"t","subject":"acme","time":"2026-10-15T09:30:00Z","data":{"n":1}}""";

    @Test
    void an_event_is_read_with_its_time_cut_to_microseconds() {
        UsageEvent event = read(GOOD.replace("09:30:00Z", "11:30:00.123456789+02:00"));

        assertEquals("acme", event.customerId());
        assertEquals(Instant.parse("2026-10-15T09:30:00.123456Z"), event.occurredAt());
    }

    @ParameterizedTest(name = "{0} → {1}: {2} {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"1.0\"                  | \"0.3\"                       | UNSUPPORTED_SPECVERSION | /specversion",
                "\"id\":\"e1\",           | ``                            | MISSING_ATTRIBUTE       | /id",
                "\"id\":\"e1\"            | \"id\":\"\"                   | INVALID_ATTRIBUTE       | /id",
                "\"id\":\"e1\"            | \"id\":7                      | INVALID_ATTRIBUTE       | /id",
                "\"id\":\"e1\"            | \"id\":\"a\\u0000b\"          | INVALID_ATTRIBUTE       | /id",
                "\"id\":\"e1\"            | \"id\":\"a\\ud800b\"          | INVALID_ATTRIBUTE       | /id",
                "\"subject\":\"acme\",    | ``                            | MISSING_ATTRIBUTE       | /subject",
                "\"type\":\"t\"           | \"type\":\"io.tallystick.control.seal\" | RESERVED_TYPE | /type",
                "2026-10-15T09:30:00Z     | 2026-10-15T09:30:00           | INVALID_TIME            | /time",
                "2026-10-15T09:30:00Z     | 2026-02-30T09:30:00Z          | INVALID_TIME            | /time",
                "2026-10-15T09:30:00Z     | 2026-10-16T12:00:00.000001Z   | TIME_OUT_OF_RANGE       | /time",
                "2026-10-15T09:30:00Z     | 1999-12-31T23:59:59Z          | TIME_OUT_OF_RANGE       | /time",
                "{\"n\":1}                | null                          | MISSING_ATTRIBUTE       | /data",
                "{\"n\":1}                | {\"n\":1e99999999999999}      | MALFORMED_JSON          | ``",
                "{\"n\":1}                | [1]                           | INVALID_ATTRIBUTE       | /data",
                "\"id\":\"e1\"            | \"id\":\"e1\",\"id\":\"e2\"   | MALFORMED_JSON          | ``",
            })
    void what_breaks_a_rule_is_refused_with_the_place(String good, String bad, ReasonCode code, String pointer) {
        String text = GOOD.replace(good, bad);
        assertNotEquals(GOOD, text, "the case changes the event");

        Refusal refusal = assertThrows(RefusedException.class, () -> read(text)).refusal();

        assertEquals(code, refusal.code());
        assertEquals(pointer, refusal.pointer());
    }

    @Test
    void an_attribute_at_its_limit_passes_and_one_more_character_does_not() {
        read(GOOD.replace("\"e1\"", "\"" + "x".repeat(256) + "\""));

        Refusal refusal = assertThrows(
                        RefusedException.class, () -> read(GOOD.replace("\"e1\"", "\"" + "x".repeat(257) + "\"")))
                .refusal();
        assertEquals(ReasonCode.ATTRIBUTE_TOO_LONG, refusal.code());
    }

    @Test
    void an_event_of_more_than_64_kibibytes_is_refused_before_it_is_read() {
        byte[] large = new byte[UsageEventReader.MAX_EVENT_BYTES + 1];

        Refusal refusal = assertThrows(RefusedException.class, () -> UsageEventReader.read(large, RECEIVED))
                .refusal();

        assertEquals(ReasonCode.EVENT_TOO_LARGE, refusal.code());
    }

    @Test
    void nesting_beyond_the_limit_is_refused() {
        String deep = GOOD.replace("{\"n\":1}", "{\"a\":".repeat(70) + "1" + "}".repeat(70));

        assertEquals(
                ReasonCode.MALFORMED_JSON,
                assertThrows(RefusedException.class, () -> read(deep)).refusal().code());
    }

    @Test
    void content_is_the_same_for_another_order_of_fields_and_another_writing_of_a_number() {
        UsageEvent one = read(GOOD.replace("{\"n\":1}", "{\"n\":1.50,\"t\":\"x\"}"));
        UsageEvent same = read(GOOD.replace("{\"n\":1}", "{ \"t\":\"x\", \"n\":15e-1 }"));
        UsageEvent other = read(GOOD.replace("{\"n\":1}", "{\"n\":1.51,\"t\":\"x\"}"));

        assertEquals(one.content(), same.content());
        assertNotEquals(one.content(), other.content());
    }

    @Test
    void the_time_is_content_and_not_identity() {
        UsageEvent one = read(GOOD);
        UsageEvent later = read(GOOD.replace("09:30:00Z", "09:30:01Z"));

        assertEquals(one.identity(), later.identity());
        assertNotEquals(one.content(), later.content());
    }

    @Test
    void source_and_id_are_not_glued_together() {
        UsageEvent one = read(GOOD.replace("\"e1\",\"source\":\"s\"", "\"c\",\"source\":\"a-b\""));
        UsageEvent other = read(GOOD.replace("\"e1\",\"source\":\"s\"", "\"b-c\",\"source\":\"a\""));

        assertNotEquals(one.identity(), other.identity());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1", "'\"12.5\"', 12.5", "9007199254740993, 9007199254740993", "0.00000000000000000001, 1E-20",
        "1e3, 1E+3", "-5, -5", "0e99, 0", "3.0000000000000000001, 3.0000000000000000001",
        "'\"9007199254740993.1\"', 9007199254740993.1"
    })
    void a_quantity_is_read_to_the_last_digit(String json, java.math.BigDecimal expected) {
        UsageEvent event = read(GOOD.replace("{\"n\":1}", "{\"n\":" + json + "}"));

        assertEquals(0, expected.compareTo(event.quantity("/n")));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"12abc\"', INVALID_QUANTITY",
        "null, MISSING_QUANTITY",
        "true, INVALID_QUANTITY",
        "'\"\"', INVALID_QUANTITY",
        "1e1000000, QUANTITY_TOO_LARGE",
        "1e-1000000, QUANTITY_TOO_LARGE",
        "'\"1e999999999\"', QUANTITY_TOO_LARGE",
        "'\"100e2147483647\"', QUANTITY_TOO_LARGE",
        "100000000000000000000, QUANTITY_TOO_LARGE",
        "0.000000000000000000001, QUANTITY_TOO_LARGE",
        "'\"\u0661\u0662\"', INVALID_QUANTITY",
        "{}, INVALID_QUANTITY"
    })
    void what_is_no_bounded_decimal_is_refused_before_any_arithmetic(String json, ReasonCode code) {
        UsageEvent event = read(GOOD.replace("{\"n\":1}", "{\"n\":" + json + "}"));

        Refusal refusal =
                assertThrows(RefusedException.class, () -> event.quantity("/n")).refusal();

        assertEquals(code, refusal.code());
        assertEquals("/data/n", refusal.pointer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e1234567890", "100e2147483647", "1e-2147483647", "0e99"})
    void a_payload_with_a_number_of_any_exponent_can_be_kept_and_read_again(String number) throws IOException {
        UsageEvent event = read(GOOD.replace("{\"n\":1}", "{\"n\":1,\"unread\":" + number + "}"));

        String kept = event.data().json();

        assertEquals(event.data(), EventData.of(Json.MAPPER.readTree(kept)));
    }

    private static UsageEvent read(String json) {
        return UsageEventReader.read(json.getBytes(StandardCharsets.UTF_8), RECEIVED);
    }
}
