package io.tallystick.rating.config.pricebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tallystick.rating.pricing.Findings;
import io.tallystick.schemas.money.DecimalRefused;
import io.tallystick.schemas.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An object being read field by field. A field that is wrong becomes a finding and a placeholder, so that one reading names
 * everything; the placeholders never leave the codec, because it refuses as soon as there is a finding. Fields that nobody
 * asked for are named by {@link #done()}.
 */
final class Fields {
    /** Most characters of a text; a description is a paragraph, no book. */
    static final int MAX_TEXT = 2_000;

    private static final int QUOTED = 60;

    private final JsonNode node;
    private final Findings findings;
    private final Set<String> known = new HashSet<>();
    private final boolean readable;

    Fields(JsonNode node, Findings findings) {
        this.findings = findings;
        this.readable = node.isObject();
        if (readable) {
            this.node = node;
        } else {
            this.node = JsonNodeFactory.instance.objectNode();
            findings.add("not_an_object", quoted(node), "must be an object with named fields");
        }
    }

    Findings findings() {
        return findings;
    }

    Findings at(String field) {
        return findings.at(field);
    }

    boolean has(String field) {
        return value(field).isPresent();
    }

    /** The raw value; null counts as absent. */
    Optional<JsonNode> value(String field) {
        known.add(field);
        return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
    }

    String text(String field) {
        return optionalText(field).orElseGet(() -> missing(field, ""));
    }

    Optional<String> optionalText(String field) {
        return value(field).map(value -> textOf(value, at(field)));
    }

    /** The id of something: not empty, not long, and without characters that nobody sees. */
    Optional<String> optionalId(String field, int most) {
        Optional<String> id = optionalText(field);
        id.filter(text -> text.length() <= MAX_TEXT).ifPresent(text -> {
            if (text.length() > most) {
                at(field).add("text_too_long", quoted(value(field).orElseThrow()), "at most " + most + " characters");
            } else if (text.isBlank() || text.codePoints().anyMatch(Character::isISOControl)) {
                at(field).add("id_invalid", text.strip(), "must be visible characters");
            }
        });
        return id;
    }

    BigDecimal decimal(String field) {
        return optionalDecimal(field).orElseGet(() -> missing(field, BigDecimal.ONE));
    }

    BigDecimal decimalOr(String field, BigDecimal otherwise) {
        return optionalDecimal(field).orElse(otherwise);
    }

    Optional<BigDecimal> optionalDecimal(String field) {
        return value(field).map(value -> decimalOf(value, at(field)));
    }

    int integer(String field) {
        return optionalInteger(field).orElseGet(() -> missing(field, 1));
    }

    /** A small whole number, written as a number or as text. */
    Optional<Integer> optionalInteger(String field) {
        return value(field).map(value -> integerOf(value, at(field)));
    }

    boolean flag(String field, boolean otherwise) {
        Optional<JsonNode> value = value(field);
        if (value.isPresent() && !value.get().isBoolean()) {
            at(field).add("not_a_boolean", quoted(value.get()), "must be true or false");
        }
        return value.map(JsonNode::booleanValue).orElse(otherwise);
    }

    <E extends Enum<E>> E choice(String field, Class<E> type) {
        return optionalChoice(field, type).orElseGet(() -> missing(field, type.getEnumConstants()[0]));
    }

    <E extends Enum<E>> Optional<E> optionalChoice(String field, Class<E> type) {
        return value(field).map(value -> choiceOf(value, type, at(field)));
    }

    /** A required choice; empty, beside its finding, if it is missing or unknown. */
    <E extends Enum<E>> Optional<E> known(String field, Class<E> type) {
        int before = findings.list().size();
        E choice = choice(field, type);
        return findings.list().size() == before && readable ? Optional.of(choice) : Optional.empty();
    }

    Optional<Fields> object(String field) {
        return value(field).map(value -> new Fields(value, at(field)));
    }

    List<String> texts(String field) {
        return elements(field, (value, here) -> textOf(value, here));
    }

    <T> List<T> list(String field, Function<Fields, T> read) {
        return elements(field, (value, here) -> read.apply(new Fields(value, here)));
    }

    <T> List<T> elements(String field, Element<T> read) {
        Optional<JsonNode> list = value(field);
        if (list.isEmpty()) {
            return List.of();
        }
        if (!list.get().isArray()) {
            at(field).add("not_a_list", quoted(list.get()), "must be a list");
            return List.of();
        }
        List<T> result = new ArrayList<>();
        for (int i = 0; i < list.get().size(); i++) {
            result.add(read.read(list.get().get(i), at(field).at(i)));
        }
        return result;
    }

    Map<String, String> texts(String field, String what) {
        Map<String, String> result = new LinkedHashMap<>();
        value(field).ifPresent(value -> {
            if (!value.isObject()) {
                at(field).add("not_an_object", quoted(value), "must name " + what);
            }
            value.properties()
                    .forEach(entry -> result.put(
                            entry.getKey(), textOf(entry.getValue(), at(field).at(entry.getKey()))));
        });
        return result;
    }

    /** All fields of this object, each a decimal. */
    Map<String, BigDecimal> decimals() {
        Map<String, BigDecimal> result = new LinkedHashMap<>();
        node.properties().forEach(entry -> result.put(entry.getKey(), decimalOf(entry.getValue(), at(entry.getKey()))));
        return result;
    }

    /** Names every field that nobody asked for. */
    void done() {
        node.properties().forEach(entry -> {
            if (!known.contains(entry.getKey())) {
                at(entry.getKey())
                        .add(
                                "unknown_field",
                                quoted(entry.getValue()),
                                "is not a field here; known are "
                                        + known.stream().sorted().toList());
            }
        });
    }

    static BigDecimal decimalOf(JsonNode value, Findings findings) {
        if (!value.isTextual()) {
            findings.add(
                    "decimal_not_a_string",
                    quoted(value),
                    value.isNumber()
                            ? "a decimal is written as text, \"" + quoted(value) + "\", so that no reader rounds it"
                            : "must be a decimal number as text, such as \"0.0050\"");
            return BigDecimal.ONE;
        }
        try {
            return Decimals.parse(value.textValue());
        } catch (DecimalRefused refused) {
            findings.add(refused.code(), quoted(value), refused.getMessage());
            return BigDecimal.ONE;
        }
    }

    static String textOf(JsonNode value, Findings findings) {
        if (!value.isTextual()) {
            findings.add("not_a_text", quoted(value), "must be text; put it in quotes");
            return "";
        }
        if (value.textValue().length() > MAX_TEXT) {
            findings.add("text_too_long", quoted(value), "at most " + MAX_TEXT + " characters");
        }
        return value.textValue();
    }

    private static int integerOf(JsonNode value, Findings findings) {
        String text = value.isTextual() ? value.textValue() : value.isIntegralNumber() ? value.asText() : "";
        if (!text.matches("-?[0-9]{1,9}")) {
            findings.add("not_an_integer", quoted(value), "must be a whole number of at most 9 digits");
            return 1;
        }
        return Integer.parseInt(text);
    }

    private static <E extends Enum<E>> E choiceOf(JsonNode value, Class<E> type, Findings findings) {
        E[] all = type.getEnumConstants();
        for (E constant : all) {
            if (value.isTextual() && constant.name().equals(value.textValue())) {
                return constant;
            }
        }
        findings.add("unknown_value", quoted(value), "must be one of " + Arrays.toString(all));
        return all[0];
    }

    <T> T missing(String field, T placeholder) {
        // Of something that is no object at all, the fields are not missing one by one.
        if (readable) {
            at(field).add("field_missing", null, "is required");
        }
        return placeholder;
    }

    static String quoted(JsonNode value) {
        String text = value.isValueNode() ? value.asText() : value.toString();
        return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
    }

    /** Reads one element of a list. */
    interface Element<T> {
        T read(JsonNode value, Findings findings);
    }
}
