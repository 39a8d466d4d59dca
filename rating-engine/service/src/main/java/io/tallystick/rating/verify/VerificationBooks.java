package io.tallystick.rating.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.rating.verify.VerificationStore.PlanText;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Meters and plans as they are stored, read with a reader of its own. */
final class VerificationBooks {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Map<String, JsonNode> meters = new HashMap<>();
    private final Map<String, JsonNode> plans = new HashMap<>();

    VerificationBooks(List<String> meters, List<PlanText> plans) {
        for (String text : meters) {
            JsonNode meter = read(text);
            this.meters.put(meter.get("key").textValue(), meter);
        }
        plans.forEach(plan -> this.plans.put(plan.key() + "@" + plan.version(), read(plan.definition())));
    }

    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("what is stored cannot be read: " + text, broken);
        }
    }

    /** Digits of the minor unit. */
    static int digits(String currency) {
        return Currency.getInstance(currency).getDefaultFractionDigits();
    }

    Map<String, JsonNode> meters() {
        return meters;
    }

    /** The first {@code known} facts of a stored subscription in the words of the bill simulation. */
    ObjectNode request(JsonNode definition, int known) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.set("zone", definition.get("zone"));
        ObjectNode subscription = request.putObject("subscription");
        if (definition.hasNonNull("anchor")) {
            subscription.set("anchor", definition.get("anchor"));
        }
        List<JsonNode> facts = new ArrayList<>();
        definition.get("facts").forEach(facts::add);
        for (JsonNode fact : facts.subList(0, Math.min(known, facts.size()))) {
            if (fact.has("start")) {
                subscription.set("start", fact.get("at"));
                request.set("plan", plan(fact.get("start")));
            } else {
                ObjectNode change = fact.deepCopy();
                if (fact.has("plan")) {
                    change.set("plan", plan(fact.get("plan")));
                }
                subscription.withArray("changes").add(change);
            }
        }
        return request;
    }

    private JsonNode plan(JsonNode ref) {
        return plans.get(ref.get("key").textValue() + "@" + ref.get("version").asInt());
    }
}
