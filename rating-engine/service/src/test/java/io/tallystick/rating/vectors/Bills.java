package io.tallystick.rating.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.schemas.time.Cadence;
import java.math.BigDecimal;

/** Builds requests of the bill simulation. */
final class Bills {
    private final ObjectNode request = JsonNodeFactory.instance.objectNode();
    private final ObjectNode subscription;

    private Bills(String currency, ObjectNode plan, String start) {
        request.put("currency", currency).put("zone", "UTC");
        request.set("plan", plan);
        subscription = request.putObject("subscription").put("start", start);
    }

    static Bills of(String currency, ObjectNode plan, String start) {
        return new Bills(currency, plan, start);
    }

    /** A plan without charges. */
    static ObjectNode plan(String key, Cadence.Unit unit, int count) {
        ObjectNode plan = JsonNodeFactory.instance.objectNode().put("key", key);
        plan.putObject("cadence").put("unit", unit.name()).put("count", count);
        plan.putArray("charges");
        return plan;
    }

    /** A flat fee. */
    static ObjectNode fee(ObjectNode plan, String key, String timing, String amount) {
        ObjectNode charge = ((ArrayNode) plan.get("charges"))
                .addObject()
                .put("key", key)
                .put("kind", "RECURRING")
                .put("timing", timing);
        charge.putObject("price").put("model", "flat").put("amount", amount);
        return plan;
    }

    /** A charge of 1 for each unit of a meter, so that any amount can be put on a line of its own. */
    static ObjectNode usage(ObjectNode plan, String key) {
        ObjectNode charge = ((ArrayNode) plan.get("charges"))
                .addObject()
                .put("key", key)
                .put("kind", "USAGE")
                .put("meter", key);
        charge.putObject("price").put("model", "per_unit").put("unitPrice", "1");
        return plan;
    }

    Bills anchor(String date) {
        subscription.put("anchor", date);
        return this;
    }

    ObjectNode change(String at) {
        return list(subscription, "changes").addObject().put("at", at);
    }

    Bills used(String meter, String at, String quantity) {
        list(request, "usage").addObject().put("meter", meter).put("at", at).put("quantity", quantity);
        return this;
    }

    ObjectNode discount() {
        return list(request, "discounts").addObject();
    }

    ObjectNode tax() {
        return list(request, "taxes").addObject();
    }

    ObjectNode credit() {
        return list(request, "credits").addObject();
    }

    Bills billedUpTo(String at) {
        request.put("billedUpTo", at);
        return this;
    }

    Bills taxPer(String where) {
        request.put("taxPer", where);
        return this;
    }

    JsonNode post(Simulator simulator, String from, String to) {
        request.putObject("period").put("start", from).put("end", to);
        return simulator.post("bill", request);
    }

    /** The amount of the only line of a charge, or the sum of its lines. */
    static BigDecimal amount(JsonNode bill, String charge) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode line : bill.get("lines")) {
            if (line.get("charge").textValue().equals(charge)) {
                sum = sum.add(decimal(line, "amount"));
            }
        }
        return sum;
    }

    static BigDecimal decimal(JsonNode node, String field) {
        return new BigDecimal(node.get(field).textValue());
    }

    private static ArrayNode list(ObjectNode parent, String field) {
        return parent.has(field) ? (ArrayNode) parent.get(field) : parent.putArray(field);
    }
}
