package io.tallystick.emitter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Writes a CloudEvent of structured mode. */
final class EventWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private final String source;

    EventWriter(String source) {
        this.source = source;
    }

    byte[] write(Usage usage, String id, Instant at) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(640);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
            json.writeStartObject();
            json.writeStringField("specversion", "1.0");
            json.writeStringField("id", id);
            json.writeStringField("source", source);
            json.writeStringField("type", usage.type());
            json.writeStringField("subject", usage.customer());
            json.writeStringField("time", at.truncatedTo(ChronoUnit.MICROS).toString());
            json.writeStringField("datacontenttype", "application/json");
            json.writeObjectFieldStart("data");
            for (Map.Entry<String, Object> entry : usage.data().entrySet()) {
                json.writeFieldName(entry.getKey());
                write(json, entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, String name, Object value) throws IOException {
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Long || value instanceof Integer) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof BigDecimal decimal) {
            // Text: a number would be read as a binary fraction by some on the way.
            json.writeString(decimal.toPlainString());
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else {
            throw new IllegalArgumentException(
                    "attribute " + name + " is neither text, a whole number, a BigDecimal nor a boolean");
        }
    }
}
