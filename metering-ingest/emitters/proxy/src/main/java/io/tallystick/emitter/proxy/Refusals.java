package io.tallystick.emitter.proxy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tallystick.emitter.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** A refusal as the result of a tool, which a model reads like any other. */
final class Refusals {
    private static final JsonFactory JSON = new JsonFactory();

    private Refusals() {}

    static byte[] answer(String id, Refused refused) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("jsonrpc", "2.0");
            json.writeFieldName("id");
            json.writeRawValue(id);
            json.writeObjectFieldStart("result");
            json.writeStringField("resultType", "complete");
            json.writeArrayFieldStart("content");
            json.writeStartObject();
            json.writeStringField("type", "text");
            json.writeStringField("text", refused.text());
            json.writeEndObject();
            json.writeEndArray();
            json.writeObjectFieldStart("structuredContent");
            for (Map.Entry<String, Object> field : refused.fields().entrySet()) {
                json.writeStringField(field.getKey(), field.getValue().toString());
            }
            json.writeEndObject();
            json.writeBooleanField("isError", true);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
