package io.tallystick.schemas.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.schemas.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A payload as a tree: any JSON object. */
final class TreeData extends EventData {
    private final JsonNode tree;

    TreeData(JsonNode tree) {
        this.tree = tree;
    }

    @Override
    public String json() {
        return new String(Json.bytes(tree), StandardCharsets.UTF_8);
    }

    @Override
    public JsonNode tree() {
        return tree;
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
