package io.tallystick.demo.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;

/** What a quantity costs, straight from the tree of the price book. */
final class NaivePrice {
    private NaivePrice() {}

    /** The amount of a charge, unrounded, with what stands around its price. */
    static BigDecimal amount(JsonNode charge, Map<Map<String, String>, BigDecimal> quantities) {
        JsonNode price = charge.get("price");
        BigDecimal left = decimal(charge, "allowance", "0");
        if (!text(price, "model").equals("matrix")) {
            BigDecimal quantity = converted(charge, NaiveMath.sum(quantities.values()));
            return amount(price, quantity.subtract(quantity.min(left)));
        }
        BigDecimal amount = BigDecimal.ZERO;
        int rows = price.get("rows").size();
        for (int row = 0; row <= rows; row++) {
            BigDecimal used = BigDecimal.ZERO;
            for (Map.Entry<Map<String, String>, BigDecimal> group : quantities.entrySet()) {
                if (rowOf(price, group.getKey()) == row) {
                    used = used.add(group.getValue());
                }
            }
            JsonNode cell = row < rows ? price.get("rows").get(row).get("price") : price.get("otherwise");
            BigDecimal quantity = converted(charge, used);
            BigDecimal included = quantity.min(left);
            left = left.subtract(included);
            amount = amount.add(amount(cell, quantity.subtract(included)));
        }
        return amount;
    }

    /** The amount of a quantity by one of the simple models. */
    static BigDecimal amount(JsonNode price, BigDecimal quantity) {
        return switch (text(price, "model")) {
            case "flat" -> decimal(price, "amount", null);
            case "per_unit" -> quantity.multiply(decimal(price, "unitPrice", null));
            case "graduated" -> graduated(price, quantity);
            case "volume" -> volume(price, quantity);
            case "package" -> packages(price, quantity);
            default -> throw new IllegalArgumentException("the oracle cannot price " + price);
        };
    }

    private static BigDecimal graduated(JsonNode price, BigDecimal quantity) {
        BigDecimal amount = BigDecimal.ZERO;
        BigDecimal from = BigDecimal.ZERO;
        for (JsonNode tier : price.get("tiers")) {
            BigDecimal upTo = tier.has("upTo") ? decimal(tier, "upTo", null) : quantity.max(from);
            BigDecimal inside = quantity.min(upTo).subtract(from);
            if (inside.signum() > 0) {
                amount = amount.add(inside.multiply(decimal(tier, "unitPrice", "0")))
                        .add(decimal(tier, "flatFee", "0"));
            }
            from = upTo;
        }
        return amount;
    }

    private static BigDecimal volume(JsonNode price, BigDecimal quantity) {
        for (JsonNode tier : price.get("tiers")) {
            if (!tier.has("upTo") || quantity.compareTo(decimal(tier, "upTo", null)) <= 0) {
                return quantity.multiply(decimal(tier, "unitPrice", "0")).add(decimal(tier, "flatFee", "0"));
            }
        }
        throw new IllegalArgumentException("no tier for " + quantity);
    }

    private static BigDecimal packages(JsonNode price, BigDecimal quantity) {
        BigDecimal beyond = quantity.subtract(decimal(price, "freeUnits", "0")).max(BigDecimal.ZERO);
        BigDecimal size = decimal(price, "packageSize", null);
        return NaiveMath.up(NaiveMath.divide(beyond, size)).multiply(decimal(price, "packagePrice", null));
    }

    private static BigDecimal converted(JsonNode charge, BigDecimal quantity) {
        JsonNode transform = charge.path("transform");
        if (transform.isMissingNode()) {
            return quantity;
        }
        BigDecimal product = quantity.multiply(decimal(transform, "multiplyBy", "1"));
        BigDecimal quotient = NaiveMath.divide(product, decimal(transform, "divideBy", "1"));
        if (!transform.has("round")) {
            return quotient;
        }
        if (!text(transform, "round").equals("UP") || transform.path("scale").asInt(0) != 0) {
            throw new IllegalArgumentException("the oracle cannot convert by " + transform);
        }
        return NaiveMath.up(quotient);
    }

    /** The first row of which the group has every value; behind the last one stands {@code otherwise}. */
    private static int rowOf(JsonNode matrix, Map<String, String> group) {
        JsonNode rows = matrix.get("rows");
        for (int row = 0; row < rows.size(); row++) {
            boolean matches = true;
            for (Map.Entry<String, JsonNode> value : rows.get(row).get("match").properties()) {
                matches &= value.getValue().textValue().equals(group.get(value.getKey()));
            }
            if (matches) {
                return row;
            }
        }
        return rows.size();
    }

    private static BigDecimal decimal(JsonNode node, String field, String otherwise) {
        return new BigDecimal(node.has(field) ? text(node, field) : otherwise);
    }

    private static String text(JsonNode node, String field) {
        return node.get(field).asText();
    }
}
