package io.tallystick.rating.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tallystick.schemas.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * CloudEvents in binary mode of the Kafka protocol binding: attributes as headers {@code ce_id}, {@code ce_source} …, the value is
 * {@code data}. They are written as structured mode, which is what is checked and kept.
 */
final class BinaryMode {
    private static final String PREFIX = "ce_";
    private static final String VERSION = "ce_specversion";

    private BinaryMode() {}

    static boolean isUsedBy(Headers headers) {
        return headers.lastHeader(VERSION) != null;
    }

    /** The event in structured mode; a value that is no JSON makes an event that is no JSON, which is refused as such. */
    static byte[] structured(Headers headers, byte[] value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length + 256);
        try (JsonGenerator out = Json.MAPPER.createGenerator(bytes)) {
            out.writeStartObject();
            for (Header header : headers) {
                if (header.key().startsWith(PREFIX) && header.value() != null) {
                    out.writeStringField(
                            header.key().substring(PREFIX.length()),
                            new String(header.value(), StandardCharsets.UTF_8));
                }
            }
            if (value.length > 0) {
                out.writeFieldName("data");
                out.writeRawValue(new String(value, StandardCharsets.UTF_8));
            }
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
