package io.tallystick.schemas.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Reads ISO 8601 with any offset: {@code 2026-11-01T00:00:00Z}, {@code 2026-11-01T01:00:00+01:00}. */
final class InstantDeserializer extends StdDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantDeserializer() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
        String text = in.getText();
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeParseException notATime) {
            return (Instant) context.handleWeirdStringValue(
                    Instant.class, text, "not an ISO 8601 time with an offset, such as 2026-11-01T00:00:00Z");
        }
    }
}
