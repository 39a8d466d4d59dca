package io.tallystick.schemas.usage;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.tallystick.schemas.json.Json;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Optional;

/** A payload as a tree: any JSON object. */
final class TreeData extends EventData {
    /** Numbers with their exponent: written out, {@code 1e1000000000} would not end, and the writer refuses it. */
    private static final ObjectWriter WRITER =
            Json.MAPPER.writer().without(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

    private final JsonNode tree;

    TreeData(JsonNode tree) {
        this.tree = tree;
    }

    @Override
    public String json() {
        try {
            return WRITER.writeValueAsString(tree);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("a payload that was read cannot be written", impossible);
        }
    }

    @Override
    public JsonNode tree() {
        return tree;
    }

    @Override
    public boolean hasNul() {
        return json().contains("\\u0000");
    }

    @Override
    Optional<String> text(String pointer) {
        JsonNode node = tree.at(pointer);
        if (!node.isValueNode() || node.isNull() || node.isMissingNode()) {
            return Optional.empty();
        }
        return Optional.of(node.isNumber() ? CanonicalJson.number(node.decimalValue()) : node.asText());
    }

    @Override
    BigDecimal quantity(String pointer) {
        return Quantities.read(tree.at(pointer), "/data" + pointer);
    }

    @Override
    String canonical() {
        return CanonicalJson.text(tree);
    }
}
