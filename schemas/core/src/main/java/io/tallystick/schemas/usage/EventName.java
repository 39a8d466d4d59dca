package io.tallystick.schemas.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.schemas.json.Json;
import java.io.IOException;

/**
 * What a refused event calls itself, as far as it can be read: only to tell its sender which one is meant.
 *
 * @param id its {@code id}, cut to {@link UsageEventReader#MAX_ID} characters; "" if there is none
 * @param source its {@code source}, in the same way
 */
public record EventName(String id, String source) {
    private static final EventName UNKNOWN = new EventName("", "");

    /** The name of the event in these bytes, whatever else is wrong with it. */
    public static EventName of(byte[] bytes) {
        if (bytes.length > UsageEventReader.MAX_EVENT_BYTES) {
            return UNKNOWN;
        }
        try {
            JsonNode event = Json.MAPPER.readTree(bytes);
            return new EventName(text(event, "id"), text(event, "source"));
        } catch (IOException | NumberFormatException | ArithmeticException unreadable) {
            return UNKNOWN;
        }
    }

    private static String text(JsonNode event, String attribute) {
        String value = event.path(attribute).asText("");
        return value.length() <= UsageEventReader.MAX_ID ? value : value.substring(0, UsageEventReader.MAX_ID);
    }
}
