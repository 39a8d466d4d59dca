package io.tallystick.schemas.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The payload of an event, a JSON object. Two payloads are equal if they say the same, whatever the order of their fields and the
 * writing of their numbers.
 */
public abstract sealed class EventData permits TreeData, PlainData {
    EventData() {}

    /** The payload that stands in a tree. */
    public static EventData of(JsonNode tree) {
        return new TreeData(tree);
    }

    /**
     * The payload of a text that {@link #json} gave: read in one pass, and without a tree unless it is nested.
     *
     * @throws UncheckedIOException if it is another text
     */
    public static EventData stored(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return PlainReader.payload(bytes).orElseGet(() -> of(tree(bytes)));
    }

    private static JsonNode tree(byte[] bytes) {
        try {
            return Json.MAPPER.readTree(bytes);
        } catch (IOException notJson) {
            throw new UncheckedIOException("a stored payload is not JSON", notJson);
        }
    }

    /** It as a JSON text. */
    public abstract String json();

    /** It as a tree, which is made for this call if the payload was read without one. */
    public abstract JsonNode tree();

    /** Whether a text in it has the character U+0000, which the database cannot keep. */
    public abstract boolean hasNul();

    /** See {@link UsageEvent#text}. */
    abstract Optional<String> text(String pointer);

    /** See {@link UsageEvent#quantity}. */
    abstract BigDecimal quantity(String pointer);

    /** The one text of all payloads that say the same, see {@link CanonicalJson}. */
    abstract String canonical();

    @Override
    public final boolean equals(Object other) {
        return other instanceof EventData data && canonical().equals(data.canonical());
    }

    @Override
    public final int hashCode() {
        return canonical().hashCode();
    }

    @Override
    public final String toString() {
        return json();
    }
}
