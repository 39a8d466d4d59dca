package io.tallystick.rating.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.schemas.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Translates the pricing cases: percent to shares, blocks to bounds, limits of several units to the highest of them. */
public final class PricingVectors {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Simulator simulator;

    public PricingVectors(Simulator simulator) {
        this.simulator = simulator;
    }

    public void check(JsonNode vector) {
        boolean rounded = vector.hasNonNull("rounding");
        BigDecimal amount = amount(vector, rounded ? "amount" : "unroundedAmount");
        BigDecimal expected = new BigDecimal(vector.get("expected_amount").textValue());
        assertEquals(Decimals.text(expected), Decimals.text(amount), () -> vector.toPrettyString());
    }

    private BigDecimal amount(JsonNode vector, String field) {
        JsonNode params = vector.get("params");
        JsonNode quantity = vector.get("quantity");
        return switch (vector.get("model").textValue()) {
            case "capacity" -> highest(vector, field);
            case "tiered_block" -> params.has("tiers_by_unit") ? sumOfUnits(vector, field) : single(vector, field);
            // Units that are there for a part of the period are a gauge, priced by its average level.
            case "graduated_prorated" -> at(request(vector), Decimals.text(averageLevel(quantity)), field);
            case "percentage", "dynamic_events" ->
                ask(request(vector).set("transactions", transactions(quantity)), field);
            default ->
                params.has("already_billed_quantity") || params.has("previously_billed_amount")
                        ? difference(vector, field)
                        : single(vector, field);
        };
    }

    private BigDecimal single(JsonNode vector, String field) {
        return at(request(vector), vector.get("quantity").textValue(), field);
    }

    private static BigDecimal averageLevel(JsonNode quantity) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode part : quantity.get("prorated_units")) {
            sum = sum.add(new BigDecimal(part.textValue()));
        }
        return sum;
    }

    /** What is billed now is what the whole costs less what the earlier part cost. */
    private BigDecimal difference(JsonNode vector, String field) {
        JsonNode params = vector.get("params");
        BigDecimal before = params.has("already_billed_quantity")
                ? new BigDecimal(params.get("already_billed_quantity").textValue())
                : new BigDecimal(params.get("previously_billed_amount").textValue())
                        .divide(new BigDecimal(params.get("unit_price").textValue()));
        BigDecimal now = new BigDecimal(vector.get("quantity").textValue());
        BigDecimal after = params.path("quantity_is").asText("").equals("cumulative") ? now : before.add(now);
        return at(request(vector), Decimals.text(after), field)
                .subtract(at(request(vector), Decimals.text(before), field));
    }

    /** Several units with a limit each: the lowest step that covers all of them is the highest of their own. */
    private BigDecimal highest(JsonNode vector, String field) {
        BigDecimal highest = null;
        for (var unit : vector.get("quantity").properties()) {
            ObjectNode price = NODES.objectNode().put("model", "stairstep");
            ArrayNode steps = price.putArray("steps");
            JsonNode tiers = vector.get("params").get("tiers");
            for (int i = 0; i < tiers.size(); i++) {
                ObjectNode step = steps.addObject()
                        .put("amount", tiers.get(i).get("price").textValue());
                JsonNode limit = tiers.get(i).get("limits").get(unit.getKey());
                if (i < tiers.size() - 1 && limit != null && !limit.isNull()) {
                    step.put("upTo", limit.textValue());
                }
            }
            ObjectNode request = request(vector, price);
            BigDecimal amount = at(request, unit.getValue().textValue(), field);
            highest = highest == null ? amount : highest.max(amount);
        }
        return highest;
    }

    private BigDecimal sumOfUnits(JsonNode vector, String field) {
        BigDecimal sum = BigDecimal.ZERO;
        for (var unit : vector.get("quantity").properties()) {
            JsonNode tiers = vector.get("params").get("tiers_by_unit").get(unit.getKey());
            ObjectNode request = request(vector, blocks(tiers, vector.get("params")));
            sum = sum.add(at(request, unit.getValue().textValue(), field));
        }
        return sum;
    }

    private BigDecimal at(ObjectNode request, String quantity, String field) {
        return ask(request.put("quantity", quantity), field);
    }

    private BigDecimal ask(JsonNode request, String field) {
        return new BigDecimal(simulator.post("price", request).get(field).textValue());
    }

    private static ObjectNode request(JsonNode vector) {
        return request(vector, price(vector));
    }

    private static ObjectNode request(JsonNode vector, ObjectNode price) {
        JsonNode params = vector.get("params");
        ObjectNode request = NODES.objectNode();
        request.put("currency", currency(vector));
        request.set("price", price);
        copy(params, "minimum", request, "minimum");
        copy(params, "maximum", request, "maximum");
        copy(params, "usage_discount_units", request, "allowance");
        if (params.has("transform")) {
            ObjectNode transform = request.putObject("transform");
            copy(params.get("transform"), "divide_by", transform, "divideBy");
            copy(params.get("transform"), "multiply_by", transform, "multiplyBy");
            transform.put(
                    "round", Units.round(params.get("transform").get("rounding").textValue()));
        }
        // The cap of the only tier is the maximum of the line.
        JsonNode tiers = params.path("tiers");
        if (tiers.size() == 1) {
            copy(tiers.get(0), "flat_cap", request, "maximum");
        }
        return request;
    }

    private static String currency(JsonNode vector) {
        String currency = vector.hasNonNull("currency") ? vector.get("currency").textValue() : "USD";
        // A currency of one's own with four digits rounds like the one of ISO 4217 that has four.
        return currency.equals("CREDITS(4)") ? "CLF" : currency;
    }

    private static ObjectNode price(JsonNode vector) {
        JsonNode params = vector.get("params");
        ObjectNode price = NODES.objectNode();
        switch (vector.get("model").textValue()) {
            case "flat" -> copy(params, "amount", price.put("model", "flat"), "amount");
            case "per_unit" -> copy(params, "unit_price", price.put("model", "per_unit"), "unitPrice");
            case "graduated", "graduated_prorated", "volume" -> {
                price.put("model", vector.get("model").textValue().replace("_prorated", ""));
                tiers(params, price);
            }
            case "graduated_percentage" -> rateTiers(params, price.put("model", "graduated_percentage"));
            case "package" -> {
                price.put("model", "package");
                copy(params, "package_size", price, "packageSize");
                copy(params, "package_price", price, "packagePrice");
                copy(params, "free_units", price, "freeUnits");
            }
            case "percentage" -> percentage(params, price.put("model", "percentage"));
            case "tiered_block" -> price.setAll(blocks(params.get("tiers"), params));
            case "dynamic_events" -> price.put("model", "dynamic").put("amount", "/amount");
            case "dynamic_multiplier" ->
                price.put("model", "dynamic")
                        .put("amount", "/amount")
                        .put(
                                "markup",
                                Decimals.text(
                                        new BigDecimal(params.get("multiplier").textValue()).subtract(BigDecimal.ONE)));
            default -> throw new IllegalArgumentException("unknown model " + vector.get("model"));
        }
        return price;
    }

    private static void tiers(JsonNode params, ObjectNode price) {
        ArrayNode tiers = price.putArray("tiers");
        for (JsonNode tier : params.get("tiers")) {
            ObjectNode row = tiers.addObject();
            copy(tier, "up_to", row, "upTo");
            copy(tier, "unit_price", row, "unitPrice");
            copy(tier, "flat_price", row, "flatFee");
        }
        if (params.has("zero_quantity_charges_first_flat")) {
            price.put(
                    "chargeAtZero",
                    params.get("zero_quantity_charges_first_flat").booleanValue());
        }
    }

    private static void rateTiers(JsonNode params, ObjectNode price) {
        ArrayNode tiers = price.putArray("tiers");
        for (JsonNode tier : params.get("tiers")) {
            ObjectNode row = tiers.addObject();
            copy(tier, "up_to", row, "upTo");
            row.put("rate", share(tier.get("rate")));
            copy(tier, "flat_price", row, "flatFee");
        }
    }

    private static void percentage(JsonNode params, ObjectNode price) {
        price.put("rate", share(params.get("rate")));
        copy(params, "fixed_amount", price, "fixedFee");
        if (params.hasNonNull("free_units_per_events")) {
            price.put("freeTransactions", params.get("free_units_per_events").intValue());
        }
        copy(params, "free_units_per_total_aggregation", price, "freeAmount");
        copy(params, "per_transaction_min", price, "minPerTransaction");
        copy(params, "per_transaction_max", price, "maxPerTransaction");
        price.put("chargeAtZero", params.path("charge_fixed_on_zero").asBoolean(false));
    }

    /** A tier that ends after a number of its own blocks ends at a quantity; the last one goes on. */
    private static ObjectNode blocks(JsonNode tiers, JsonNode params) {
        boolean graduated = params.get("tier_policy").textValue().equals("ALL_TIERS");
        ObjectNode price = NODES.objectNode().put("model", graduated ? "graduated" : "volume");
        ArrayNode list = price.putArray("tiers");
        BigDecimal end = BigDecimal.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            JsonNode tier = tiers.get(i);
            ObjectNode row = list.addObject();
            if (i < tiers.size() - 1) {
                end = end.add(new BigDecimal(tier.get("block_size").textValue())
                        .multiply(new BigDecimal(tier.get("max_blocks").textValue())));
                row.put("upTo", Decimals.text(end));
            }
            copy(tier, "block_size", row, "packageSize");
            copy(tier, "block_price", row, "packagePrice");
        }
        return price;
    }

    private static ArrayNode transactions(JsonNode quantity) {
        ArrayNode list = NODES.arrayNode();
        List<BigDecimal> amounts = new ArrayList<>();
        for (JsonNode element : quantity) {
            amounts.add(
                    element.isObject()
                            ? new BigDecimal(element.get("amount_cents").textValue()).movePointLeft(2)
                            : new BigDecimal(element.textValue()));
        }
        amounts.forEach(amount -> list.add(Decimals.text(amount)));
        return list;
    }

    private static String share(JsonNode percent) {
        return Decimals.text(new BigDecimal(percent.textValue()).movePointLeft(2));
    }

    private static void copy(JsonNode from, String field, ObjectNode to, String name) {
        if (from.hasNonNull(field)) {
            to.put(name, from.get(field).textValue().toLowerCase(Locale.ROOT));
        }
    }
}
