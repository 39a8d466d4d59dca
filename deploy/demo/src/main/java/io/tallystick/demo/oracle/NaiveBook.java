package io.tallystick.demo.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The price book as the tree of its file; nothing is interpreted before it is needed. */
final class NaiveBook {
    private final JsonNode root;

    private NaiveBook(JsonNode root) {
        this.root = root;
    }

    static NaiveBook parse(String yaml) {
        try {
            return new NaiveBook(new YAMLMapper().readTree(yaml));
        } catch (JsonProcessingException notYaml) {
            throw new UncheckedIOException(notYaml);
        }
    }

    JsonNode plan(String key) {
        return entry("plans", key);
    }

    JsonNode meter(String key) {
        return entry("meters", key);
    }

    /** The charges of a plan that a subscription has: all that are not optional, and the optional ones it took. */
    List<JsonNode> charges(JsonNode plan, List<String> taken) {
        List<JsonNode> charges = new ArrayList<>();
        for (JsonNode charge : plan.get("charges")) {
            String kind = charge.get("kind").textValue();
            boolean optional = kind.equals("ADD_ON")
                    || kind.equals("ONE_OFF")
                    || charge.path("optional").asBoolean(false);
            if (!optional || taken.contains(charge.get("key").textValue())) {
                charges.add(charge);
            }
        }
        return charges;
    }

    /** Whether the meter counts the event: it is of its types and meets every condition of its filter. */
    static boolean counts(JsonNode meter, NaiveEvent event) {
        return feeds(meter, event) && passes(meter.path("filter"), meter, event);
    }

    static boolean feeds(JsonNode meter, NaiveEvent event) {
        for (JsonNode type : meter.get("eventTypes")) {
            if (type.textValue().equals(event.type())) {
                return true;
            }
        }
        return false;
    }

    /** Whether the event meets conditions, of a meter or of a charge, on dimensions of the meter. */
    static boolean passes(JsonNode conditions, JsonNode meter, NaiveEvent event) {
        for (JsonNode condition : conditions) {
            String pointer = meter.at(
                            "/dimensions/" + condition.get("dimension").textValue())
                    .textValue();
            boolean met = false;
            for (JsonNode value : condition.get("in")) {
                met |= value.textValue().equals(event.text(pointer));
            }
            if (!met) {
                return false;
            }
        }
        return true;
    }

    private JsonNode entry(String list, String key) {
        for (JsonNode entry : root.get(list)) {
            if (entry.get("key").textValue().equals(key)) {
                return entry;
            }
        }
        throw new IllegalArgumentException("the price book has no entry " + key + " in " + list);
    }
}
