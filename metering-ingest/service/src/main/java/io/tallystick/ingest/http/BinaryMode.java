package io.tallystick.ingest.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.usage.ReasonCode;
import io.tallystick.schemas.usage.Refusal;
import io.tallystick.schemas.usage.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Turns an event in binary mode (attributes in headers {@code ce-…}, data in the body) into the structured mode of the log; section 3.1
 * of the CloudEvents HTTP binding.
 */
final class BinaryMode {
    /** What the names of its headers begin with. */
    static final String PREFIX = "ce-";

    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,32}");

    private BinaryMode() {}

    /**
     * The same event in structured mode.
     *
     * @param headers lower-case names without the prefix to values; names that CloudEvents does not allow are left out
     * @param contentType the media type of {@code data}
     * @throws RefusedException with {@code malformed_json} if the data is not exactly one JSON value: other bytes could end the
     *     object around them and bring attributes of their own
     */
    static byte[] structured(Map<String, String> headers, String contentType, byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        requireJson(text);
        ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + 256);
        try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            for (Map.Entry<String, String> header : headers.entrySet()) {
                String name = header.getKey();
                if (NAME.matcher(name).matches() && !name.startsWith("data")) {
                    json.writeStringField(name, decode(header.getValue()));
                }
            }
            json.writeStringField("datacontenttype", contentType);
            json.writeFieldName("data");
            json.writeRawValue(text);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static void requireJson(String text) {
        try {
            if (Json.MAPPER.readTree(text).isMissingNode()) {
                throw refused("the body is empty");
            }
        } catch (JsonProcessingException notJson) {
            throw refused("not JSON: " + notJson.getOriginalMessage());
        }
    }

    private static RefusedException refused(String detail) {
        return Refusal.of(ReasonCode.MALFORMED_JSON, "/data", detail).exception();
    }

    /** Undoes percent encoding; a value that is not encoded well stays as it is. */
    private static String decode(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '%' && i + 2 < value.length() && isHex(value.charAt(i + 1)) && isHex(value.charAt(i + 2))) {
                bytes.write(Integer.parseInt(value, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return value;
        }
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0 && c < 128;
    }
}
