package io.tallystick.schemas.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * The one JSON mapper of the messages: unknown fields refused, decimals as strings, instants as ISO 8601, absent optional
 * fields left out, input bounded (64 levels, 64 KiB a string, 64 characters a number) before anything is computed with it.
 *
 * <p>{@code Json.MAPPER.writeValueAsString(new BigDecimal("240.00"))} gives {@code "240.00"} in quotes.
 */
public final class Json {
    /** Deepest nesting of objects and arrays that is read. */
    public static final int MAX_DEPTH = 64;

    /** Longest number that is read, in characters. */
    public static final int MAX_NUMBER_LENGTH = 64;

    /** Longest string that is read, in characters. */
    public static final int MAX_STRING_LENGTH = 65_536;

    /** The shared, immutable mapper. */
    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .maxStringLength(MAX_STRING_LENGTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .addModule(new Jdk8Module())
            .addModule(values())
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
            .build();

    private Json() {}

    /** The bytes of {@code message} as UTF-8 JSON; equal messages give equal bytes. */
    public static byte[] bytes(Object message) {
        try {
            return MAPPER.writeValueAsBytes(message);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("a message of our own cannot be written: " + message.getClass(), impossible);
        }
    }

    /**
     * Reads a message that one of our own services wrote.
     *
     * @throws UncheckedIOException if the bytes are not such a message
     */
    public static <T> T read(byte[] bytes, Class<T> type) {
        try {
            return MAPPER.readValue(bytes, type);
        } catch (IOException broken) {
            throw new UncheckedIOException("not a " + type.getSimpleName() + ": " + broken.getMessage(), broken);
        }
    }

    private static SimpleModule values() {
        SimpleModule module = new SimpleModule("tallystick-values");
        module.addSerializer(BigDecimal.class, new PlainDecimalSerializer());
        module.addSerializer(Instant.class, ToStringSerializer.instance);
        module.addSerializer(LocalDate.class, ToStringSerializer.instance);
        module.addDeserializer(Instant.class, new InstantDeserializer());
        return module;
    }
}
