package io.tallystick.rating.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.schemas.time.Cadence;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Translates the tax cases: every line there is a usage line of its amount here; a rate in percent becomes a share; a rate of a
 * line becomes a tax with that line as its scope; where each line is rounded there, the switch for it is set.
 */
public final class TaxVectors {
    private static final String FROM = "2026-11-01";
    private static final String TO = "2026-12-01";

    private final Simulator simulator;

    public TaxVectors(Simulator simulator) {
        this.simulator = simulator;
    }

    public void check(JsonNode vector) {
        JsonNode input = vector.get("input");
        ObjectNode plan = Bills.plan("plan", Cadence.Unit.MONTH, 1);
        for (int i = 0; i < input.get("lines").size(); i++) {
            Bills.usage(plan, "line_" + i);
        }
        Bills bill = Bills.of(currency(vector), plan, FROM);
        for (int i = 0; i < input.get("lines").size(); i++) {
            JsonNode line = input.get("lines").get(i);
            bill.used("line_" + i, FROM, amount(line, "amount"));
            if (line.has("coupon_cents")) {
                bill.discount()
                        .put("code", "coupon_" + i)
                        .put("amount", cents(line.get("coupon_cents")))
                        .put("level", "LINE")
                        .putArray("scope")
                        .add("charge:line_" + i);
            }
        }
        if (input.has("discount")) {
            bill.discount().put("code", "discount").put("amount", cents(input.get("discount")));
        }
        taxes(bill, input);
        boolean perLine = vector.at("/rounding/at").asText().startsWith("each line");
        if (perLine) {
            bill.taxPer("LINE");
        }
        compare(vector.get("expected"), bill.post(simulator, FROM, TO), perLine);
    }

    private static void taxes(Bills bill, JsonNode input) {
        JsonNode lines = input.get("lines");
        for (int t = 0; t < input.get("taxes").size(); t++) {
            JsonNode tax = input.get("taxes").get(t);
            String rate = tax.get("rate").asText();
            ObjectNode added = tax(bill, "tax_" + (t + 1), rate);
            added.put("compound", tax.path("compound").asBoolean(false));
            for (int i = 0; i < lines.size(); i++) {
                boolean named = !lines.get(i).has("rates") || has(lines.get(i), rate);
                if (named) {
                    added.withArray("scope").add("charge:line_" + i);
                }
            }
        }
        // A rate that stands only on lines.
        for (int i = 0; i < lines.size(); i++) {
            for (JsonNode rate : lines.get(i).path("rates")) {
                if (!listed(input.get("taxes"), rate.asText())) {
                    tax(bill, "line_tax_" + i, rate.asText()).withArray("scope").add("charge:line_" + i);
                }
            }
        }
    }

    private static ObjectNode tax(Bills bill, String code, String percent) {
        return bill.tax()
                .put("code", code)
                .put("rate", new BigDecimal(percent).movePointLeft(2).toPlainString());
    }

    private static boolean has(JsonNode line, String rate) {
        for (JsonNode one : line.get("rates")) {
            if (one.asText().equals(rate)) {
                return true;
            }
        }
        return false;
    }

    private static boolean listed(JsonNode taxes, String rate) {
        for (JsonNode tax : taxes) {
            if (tax.get("rate").asText().equals(rate)) {
                return true;
            }
        }
        return false;
    }

    private static void compare(JsonNode expected, JsonNode bill, boolean perLine) {
        BigDecimal tax = BigDecimal.ZERO;
        for (JsonNode one : bill.get("taxes")) {
            tax = tax.add(Bills.decimal(one, "amount"));
        }
        BigDecimal discount = BigDecimal.ZERO;
        for (JsonNode one : bill.get("discounts")) {
            discount = discount.add(Bills.decimal(one, "amount"));
        }
        for (Map.Entry<String, JsonNode> figure : expected.properties()) {
            switch (figure.getKey()) {
                case "tax" -> same(figure, new BigDecimal(figure.getValue().asText()), tax);
                case "tax_cents" -> same(figure, euros(figure), tax);
                case "total_cents" -> same(figure, euros(figure), Bills.decimal(bill, "total"));
                case "fees_cents" -> same(figure, euros(figure), Bills.decimal(bill, "subtotal"));
                case "coupons_cents", "coupon_cents" -> same(figure, euros(figure), discount);
                case "subtotal_excluding_taxes_cents" ->
                    same(figure, euros(figure), Bills.decimal(bill, "total").subtract(tax));
                case "tax_1_cents", "tax1_cents" -> ofRate(figure, bill, 0, perLine);
                case "tax_2_cents", "tax2_cents" -> ofRate(figure, bill, 1, perLine);
                case "coupon_1_cents",
                        "coupon_2_cents",
                        "fee_1_tax_cents",
                        "fee_2_tax_cents",
                        "rate",
                        "effective_rate" -> {
                    // Parts of figures that are compared above, and rates that follow from them.
                }
                default -> throw new IllegalArgumentException("unknown figure " + figure.getKey());
            }
        }
    }

    /** Where lines are taxed one by one, the figure is that of a line, and only their sum is on the bill. */
    private static void ofRate(Map.Entry<String, JsonNode> figure, JsonNode bill, int index, boolean perLine) {
        if (!perLine) {
            same(figure, euros(figure), Bills.decimal(bill.get("taxes").get(index), "amount"));
        }
    }

    private static void same(Map.Entry<String, JsonNode> figure, BigDecimal expected, BigDecimal actual) {
        assertEquals(0, expected.compareTo(actual), () -> figure.getKey() + ": " + expected + " but " + actual);
    }

    private static BigDecimal euros(Map.Entry<String, JsonNode> figure) {
        return new BigDecimal(figure.getValue().asText()).movePointLeft(2);
    }

    private static String amount(JsonNode line, String field) {
        return line.has(field) ? line.get(field).asText() : cents(line.get(field + "_cents"));
    }

    private static String cents(JsonNode cents) {
        return new BigDecimal(cents.asText()).movePointLeft(2).toPlainString();
    }

    private static String currency(JsonNode vector) {
        String currency = vector.get("currency").asText();
        return currency.equals("LOCAL") ? "EUR" : currency;
    }
}
