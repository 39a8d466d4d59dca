package io.tallystick.rating.spec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws requests to the price simulation; quantities like to fall on and beside the bounds of tiers. */
final class RandomPrices {
    private static final List<String> QUANTITY_MODELS = List.of(
            "flat", "per_unit", "graduated", "volume", "package", "stairstep", "graduated_percentage", "dynamic");
    private static final List<String> CELL_MODELS = List.of("flat", "per_unit", "graduated", "volume", "package");
    private static final List<String> CLASSES = List.of("a", "b", "c", "d");

    private final Random random;
    private final List<BigDecimal> bounds = new ArrayList<>();

    RandomPrices(Random random) {
        this.random = random;
    }

    /** A request with one quantity. */
    ObjectNode withQuantity() {
        bounds.clear();
        ObjectNode request = around(price(QUANTITY_MODELS));
        return request.put("quantity", text(quantity()));
    }

    /** A request with transactions. */
    ObjectNode withTransactions() {
        bounds.clear();
        ObjectNode price = node().put("model", "percentage")
                .put("rate", text(decimal(100, 3).movePointLeft(2)));
        if (random.nextBoolean()) {
            price.put("fixedFee", text(decimal(300, 2)));
        }
        if (random.nextBoolean()) {
            price.put("freeTransactions", random.nextInt(5));
        }
        if (random.nextBoolean()) {
            price.put("freeAmount", text(decimal(3_000, 2)));
        }
        BigDecimal least = decimal(100, 2);
        if (random.nextBoolean()) {
            price.put("minPerTransaction", text(least));
        }
        if (random.nextBoolean()) {
            price.put("maxPerTransaction", text(least.add(decimal(500, 2))));
        }
        price.put("chargeAtZero", random.nextBoolean());
        ObjectNode request = node().put("currency", "USD");
        request.set("price", price);
        ArrayNode transactions = request.putArray("transactions");
        for (int i = random.nextInt(8); i > 0; i--) {
            BigDecimal amount = random.nextInt(6) == 0 ? BigDecimal.ZERO : decimal(3_000, 2);
            transactions.add(text(random.nextInt(6) == 0 ? amount.negate() : amount));
        }
        return request;
    }

    /** A request with quantities by dimension. */
    ObjectNode withGroups() {
        bounds.clear();
        ObjectNode price = node().put("model", "matrix");
        price.putArray("dimensions").add("class");
        ArrayNode rows = price.putArray("rows");
        for (String name : CLASSES.subList(0, 1 + random.nextInt(3))) {
            ObjectNode row = rows.addObject();
            row.putObject("match").put("class", name);
            row.set("price", price(CELL_MODELS));
        }
        price.set("otherwise", price(CELL_MODELS));
        ObjectNode request = around(price);
        ArrayNode quantities = request.putArray("quantities");
        for (int i = random.nextInt(6); i > 0; i--) {
            ObjectNode group = quantities.addObject();
            group.putObject("dimensions")
                    .put("class", CLASSES.get(random.nextInt(CLASSES.size())))
                    .put("region", "r" + i);
            group.put("quantity", text(quantity()));
        }
        return request;
    }

    private ObjectNode around(ObjectNode price) {
        ObjectNode request = node().put("currency", List.of("USD", "JPY", "KWD").get(random.nextInt(3)));
        request.set("price", price);
        if (random.nextInt(3) == 0) {
            request.put("allowance", text(decimal(500, 1)));
        }
        if (random.nextInt(3) == 0) {
            ObjectNode transform = request.putObject("transform");
            transform.put("multiplyBy", text(decimal(100, 1).add(BigDecimal.ONE)));
            // Divisors whose quotients end: what does not end is cut, which a fraction does not show.
            transform.put("divideBy", List.of("2", "4", "5", "8", "1000").get(random.nextInt(5)));
            if (random.nextBoolean()) {
                transform.put("round", List.of("UP", "DOWN", "HALF_UP").get(random.nextInt(3)));
                transform.put("scale", random.nextInt(4) - 1);
            }
        }
        BigDecimal least = decimal(500, 2);
        if (random.nextInt(4) == 0) {
            request.put("minimum", text(least));
        }
        if (random.nextInt(4) == 0) {
            request.put("maximum", text(least.add(decimal(5_000, 2))));
        }
        return request;
    }

    private ObjectNode price(List<String> models) {
        String model = models.get(random.nextInt(models.size()));
        ObjectNode price = node().put("model", model);
        switch (model) {
            case "flat" -> price.put("amount", text(decimal(9_999, 4)));
            case "per_unit" -> price.put("unitPrice", text(decimal(9_999, 5)));
            case "package" ->
                price.put("packageSize", text(decimal(500, 1).add(BigDecimal.ONE)))
                        .put("packagePrice", text(decimal(999, 2)))
                        .put("freeUnits", text(decimal(300, 1)));
            case "dynamic" ->
                price.put("amount", "/a").put("markup", text(decimal(300, 2).subtract(BigDecimal.ONE)));
            case "stairstep" -> tiers(price.putArray("steps"), "amount", false);
            case "graduated_percentage" -> tiers(price.putArray("tiers"), "rate", false);
            default -> tiers(price.putArray("tiers"), "unitPrice", true);
        }
        if (List.of("graduated", "volume", "stairstep", "graduated_percentage").contains(model)) {
            price.put("chargeAtZero", random.nextBoolean());
        }
        return price;
    }

    private void tiers(ArrayNode tiers, String rate, boolean blocks) {
        int count = 1 + random.nextInt(4);
        BigDecimal end = BigDecimal.ZERO;
        for (int i = 0; i < count; i++) {
            ObjectNode tier = tiers.addObject();
            if (i < count - 1) {
                end = end.add(decimal(400, 1)).add(BigDecimal.ONE);
                bounds.add(end);
                tier.put("upTo", text(end));
            }
            if (blocks && random.nextInt(4) == 0) {
                tier.put("packageSize", text(decimal(90, 1).add(BigDecimal.ONE)))
                        .put("packagePrice", text(decimal(99, 2)));
            } else {
                tier.put(rate, text(decimal(9_999, 4)));
            }
            if (!rate.equals("amount") && random.nextBoolean()) {
                tier.put("flatFee", text(decimal(99, 2)));
            }
        }
    }

    private BigDecimal quantity() {
        if (!bounds.isEmpty() && random.nextBoolean()) {
            BigDecimal bound = bounds.get(random.nextInt(bounds.size()));
            return bound.add(new BigDecimal(random.nextInt(3) - 1).movePointLeft(random.nextInt(15)));
        }
        return switch (random.nextInt(6)) {
            case 0 -> BigDecimal.ZERO;
            case 1 -> decimal(2_000, 3).negate();
            default -> decimal(9_999, 1 + random.nextInt(3));
        };
    }

    private BigDecimal decimal(int most, int scale) {
        return BigDecimal.valueOf(random.nextInt(most * 10), scale);
    }

    private static String text(BigDecimal value) {
        return value.toPlainString();
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
