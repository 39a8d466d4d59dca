package io.tallystick.schemas.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
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

    /** It as a JSON text. */
    public abstract String json();

    /** It as a tree, which is made for this call if the payload was read without one. */
    public abstract JsonNode tree();

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
