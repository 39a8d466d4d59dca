package io.tallystick.schemas.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Reads a CloudEvent of structured mode and checks its attributes. The same code stands at the door of metering-ingest and
 * behind the log in rating-engine, so that an event written straight to Kafka is treated as an equal.
 */
public final class UsageEventReader {
    /** Largest event in bytes. */
    public static final int MAX_EVENT_BYTES = 65_536;

    /** Longest {@code id} and {@code source}, in characters. */
    public static final int MAX_ID = 256;

    /** Longest {@code type}, in characters. */
    public static final int MAX_TYPE = 128;

    /** Longest customer id, in characters. */
    public static final int MAX_CUSTOMER = 128;

    /** The extension attribute that names the backfill which an event is sent to. */
    public static final String BACKFILL = "backfill";

    private static final int MAX_BACKFILL = 64;

    /** How far {@code time} may lie after the receipt. */
    public static final Duration MAX_AHEAD = Duration.ofDays(1);

    /** Types that begin so are ours alone. */
    public static final String RESERVED_TYPE_PREFIX = "io.tallystick.control.";

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private UsageEventReader() {}

    /**
     * Reads one event from its bytes.
     *
     * @param receivedAt when it came in: the timestamp of its record, so that every reader decides alike
     * @throws RefusedException if it is not an acceptable event
     */
    public static UsageEvent read(byte[] bytes, Instant receivedAt) {
        if (bytes.length > MAX_EVENT_BYTES) {
            throw refuse(
                    ReasonCode.EVENT_TOO_LARGE,
                    "",
                    "the event has " + bytes.length + " bytes, more than " + MAX_EVENT_BYTES);
        }
        Optional<UsageEvent> plain = PlainReader.read(bytes, receivedAt);
        return plain.isPresent() ? plain.get() : readTree(bytes, receivedAt);
    }

    /** The long way, which knows every JSON and every reason to refuse. */
    static UsageEvent readTree(byte[] bytes, Instant receivedAt) {
        JsonNode event;
        try {
            event = Json.MAPPER.readTree(bytes);
        } catch (JsonProcessingException malformed) {
            throw refuse(ReasonCode.MALFORMED_JSON, "", "not JSON: " + malformed.getOriginalMessage());
        } catch (NumberFormatException | ArithmeticException extreme) {
            throw refuse(ReasonCode.MALFORMED_JSON, "", "a number has an exponent that nothing can hold");
        } catch (IOException impossible) {
            throw refuse(ReasonCode.MALFORMED_JSON, "", "not JSON: " + impossible.getMessage());
        }
        return read(event, receivedAt);
    }

    /**
     * Reads one event from its parsed JSON.
     *
     * @param receivedAt when it came in
     * @throws RefusedException if it is not an acceptable event
     */
    public static UsageEvent read(JsonNode event, Instant receivedAt) {
        if (event == null || !event.isObject()) {
            throw refuse(ReasonCode.MALFORMED_JSON, "", "an event is a JSON object");
        }
        String version = attribute(event, "specversion", 16);
        if (!version.equals("1.0")) {
            throw refuse(ReasonCode.UNSUPPORTED_SPECVERSION, "/specversion", "\"" + version + "\" is not \"1.0\"");
        }
        String id = attribute(event, "id", MAX_ID);
        String source = attribute(event, "source", MAX_ID);
        String type = attribute(event, "type", MAX_TYPE);
        if (type.startsWith(RESERVED_TYPE_PREFIX)) {
            throw refuse(
                    ReasonCode.RESERVED_TYPE,
                    "/type",
                    "types that begin with " + RESERVED_TYPE_PREFIX + " are reserved");
        }
        String customerId = attribute(event, "subject", MAX_CUSTOMER);
        Instant occurredAt = time(attribute(event, "time", 64), receivedAt);
        JsonNode data = event.get("data");
        if (data == null || data.isNull()) {
            throw refuse(ReasonCode.MISSING_ATTRIBUTE, "/data", "an event has data");
        }
        if (!data.isObject()) {
            throw refuse(ReasonCode.INVALID_ATTRIBUTE, "/data", "data is a JSON object");
        }
        Optional<String> backfill =
                event.hasNonNull(BACKFILL) ? Optional.of(attribute(event, BACKFILL, MAX_BACKFILL)) : Optional.empty();
        return new UsageEvent(id, source, type, customerId, occurredAt, EventData.of(data), backfill);
    }

    private static String attribute(JsonNode event, String name, int longest) {
        JsonNode node = event.get(name);
        String pointer = "/" + name;
        if (node == null || node.isNull()) {
            String who = name.equals("subject") ? " (the customer that used it)" : "";
            throw refuse(ReasonCode.MISSING_ATTRIBUTE, pointer, "there is no " + name + who);
        }
        if (!node.isTextual() || node.textValue().isEmpty()) {
            throw refuse(ReasonCode.INVALID_ATTRIBUTE, pointer, name + " is a non-empty string");
        }
        String value = node.textValue();
        if (value.length() > longest) {
            throw refuse(
                    ReasonCode.ATTRIBUTE_TOO_LONG,
                    pointer,
                    name + " has " + value.length() + " characters, more than " + longest);
        }
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i)) || isLoneSurrogate(value, i)) {
                throw refuse(
                        ReasonCode.INVALID_ATTRIBUTE, pointer, name + " has a control or broken character at " + i);
            }
        }
        return value;
    }

    private static boolean isLoneSurrogate(String value, int at) {
        char c = value.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(value.charAt(at - 1)));
    }

    private static Instant time(String text, Instant receivedAt) {
        Instant time;
        try {
            time = EventTime.parse(text).truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException notATime) {
            throw refuse(
                    ReasonCode.INVALID_TIME,
                    "/time",
                    "\"" + text + "\" is not an RFC 3339 time with an offset, such as 2026-11-01T00:00:00Z");
        }
        if (!isInRange(time, receivedAt)) {
            throw refuse(
                    ReasonCode.TIME_OUT_OF_RANGE,
                    "/time",
                    time + " is before 2000 or more than a day after the receipt at " + receivedAt);
        }
        return time;
    }

    static boolean isInRange(Instant time, Instant receivedAt) {
        return !time.isBefore(EARLIEST) && !time.isAfter(receivedAt.plus(MAX_AHEAD));
    }

    private static RefusedException refuse(ReasonCode code, String pointer, String detail) {
        return Refusal.of(code, pointer, detail).exception();
    }
}
