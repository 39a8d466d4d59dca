package io.tallystick.launcher.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.view.Screen;
import io.tallystick.launcher.view.Text;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What a person looks at before a close is approved, and the proof afterwards. */
public final class ReviewText {
    private static final List<String> PARTS = List.of("volume", "price", "tier", "mix", "addOn", "late", "correction");

    private ReviewText() {}

    /** A dry run. */
    public static void plan(JsonNode plan, Screen screen) {
        screen.line("Up to " + plan.path("cutoff").asText() + ", as of "
                + plan.path("asOf").asText() + "; nothing is stored:");
        totals(plan.path("review"), screen);
        screen.line("  customers left out"
                + Text.right(Text.count(plan.path("exceptionCount").asLong()), 8));
        plan.path("exceptions").forEach(one -> CloseText.exception(one, screen));
        plan.path("anomalies").forEach(one -> anomaly(one, screen));
    }

    /** The review of a close. */
    public static void review(
            JsonNode close, List<JsonNode> drafts, List<JsonNode> anomalies, List<JsonNode> exceptions, Screen screen) {
        screen.line("Close " + close.path("id").asText() + " up to "
                + close.path("cutoff").asText() + ": " + close.path("state").asText());
        totals(close.path("review"), screen);
        screen.line("");
        screen.line(Text.left("  customer", 26) + Text.right("total", 14) + Text.right("lines before", 14)
                + Text.right("now", 14) + Text.right("difference", 14) + "  because of");
        for (JsonNode draft : drafts) {
            JsonNode variance = draft.path("variance");
            screen.line("  " + Text.left(draft.path("customerId").asText(), 24)
                    + money(draft.path("bill"), "total") + money(variance, "previous") + money(variance, "total")
                    + Text.right(signed(difference(variance)), 14) + "  " + why(variance) + " "
                    + draft.path("currency").asText());
        }
        if (!anomalies.isEmpty()) {
            screen.line("");
            screen.line("Looks odd:");
            anomalies.forEach(one -> anomaly(one, screen));
        }
        screen.line("");
        screen.line(exceptions.isEmpty() ? "Nothing is in the way." : "Exceptions, each to be mended or waived:");
        for (JsonNode one : exceptions) {
            CloseText.exception(one, screen);
            if (one.path("state").asText().equals("open")) {
                screen.line("         " + one.path("remedy").asText());
                screen.line("         to waive it: ./tally close waive "
                        + one.path("id").asText() + " --reason \"…\"");
            }
        }
        close.path("waitingFor").forEach(reason -> screen.line("Waiting: " + reason.asText()));
    }

    /** The draft of one customer. */
    public static void draft(JsonNode answer, Screen screen) {
        for (JsonNode draft : answer.path("drafts")) {
            screen.line("Draft " + draft.path("id").asText() + " of "
                    + draft.at("/customer/name").asText() + " in "
                    + draft.path("currency").asText());
            for (JsonNode line : draft.path("lines")) {
                screen.line("  " + Text.left(line.path("description").asText(), 40)
                        + Text.right(
                                Text.decimal(
                                        new BigDecimal(line.path("quantity").asText())),
                                16)
                        + money(line, "amount"));
            }
            screen.line("  " + Text.left("sum of the lines", 40) + " ".repeat(16) + money(draft, "total"));
        }
        answer.path("bills").forEach(bill -> bill(bill, screen));
        answer.path("reviews")
                .forEach(one -> screen.line("  " + one.path("currency").asText() + " "
                        + signed(difference(one.path("variance"))) + " against the invoices before: "
                        + why(one.path("variance"))));
        answer.path("anomalies").forEach(one -> anomaly(one, screen));
    }

    /** The proof of completeness. */
    public static void proof(JsonNode proof, Screen screen) {
        screen.line("Close " + proof.path("closeId").asText() + " up to "
                + proof.path("cutoff").asText());
        screen.line(Text.left("  partition and meter", 30) + Text.right("received", 12) + Text.right("rated", 12)
                + Text.right("lines", 9) + Text.right("billed", 9) + Text.right("not billed", 12) + "  quantity");
        for (JsonNode part : proof.path("partitions")) {
            if (part.path("receivedSince").asLong() == 0 && part.path("lines").asLong() == 0) {
                continue;
            }
            screen.line("  " + Text.left(part.path("partition").asText(), 28)
                    + count(part, "/receivedSince", 12) + count(part, "/dispositionsSince/rated", 12)
                    + count(part, "/lines", 9));
            for (JsonNode meter : part.path("meters")) {
                screen.line("    " + Text.left(meter.path("meter").asText().replaceFirst("^-$", "fees"), 26)
                        + " ".repeat(12)
                        + count(meter, "/all/events", 12) + count(meter, "/all/lines", 9)
                        + count(meter, "/billed/lines", 9)
                        + count(meter, "/notBilled/lines", 12) + "  "
                        + meter.at("/all/quantity").asText());
            }
        }
        proof.path("waived").forEach(one -> CloseText.exception(one, screen));
    }

    private static void totals(JsonNode review, Screen screen) {
        screen.line("  invoices          "
                + Text.right(Text.count(review.path("invoices").asLong()), 8) + ", lines "
                + Text.count(review.path("lines").asLong()) + ", look odd "
                + Text.count(review.path("anomalies").asLong()));
        bills(review, screen);
        for (Map.Entry<String, JsonNode> one : review.path("variance").properties()) {
            JsonNode variance = one.getValue();
            screen.line("  " + one.getKey() + ": the lines are " + signed(difference(variance))
                    + " against the invoices before (" + why(variance) + ")");
        }
    }

    /** What will be asked for, or was reviewed, in each currency. */
    static void bills(JsonNode review, Screen screen) {
        for (Map.Entry<String, JsonNode> one : review.path("bills").properties()) {
            screen.line("  " + one.getKey() + ": " + bill(one.getValue()));
        }
    }

    /** What a draft asks for, as the invoice will show it. */
    private static void bill(JsonNode bill, Screen screen) {
        for (JsonNode one : bill.path("discounts")) {
            amount(
                    one.path("name").asText() + " " + one.path("off").asText(),
                    decimal(one, "amount").negate(),
                    screen);
        }
        for (JsonNode one : bill.path("taxes")) {
            String rate =
                    decimal(one, "rate").movePointRight(2).stripTrailingZeros().toPlainString() + " %";
            amount(
                    one.path("name").asText() + " " + rate
                            + (one.path("inclusive").asBoolean() ? ", included" : ""),
                    decimal(one, "amount"),
                    screen);
        }
        amount("total", decimal(bill, "total"), screen);
        for (JsonNode one : bill.path("credits")) {
            amount(
                    "paid by " + one.path("description").asText(),
                    decimal(one, "amount").negate(),
                    screen);
        }
        part(bill, "carriedIn", "carried from earlier invoices", screen);
        part(bill, "carriedOut", "of it left to the next invoice", screen);
        amount("due", decimal(bill, "amountDue"), screen);
    }

    private static void part(JsonNode bill, String field, String words, Screen screen) {
        if (decimal(bill, field).signum() != 0) {
            amount(words, decimal(bill, field), screen);
        }
    }

    private static void amount(String words, BigDecimal value, Screen screen) {
        screen.line("  " + Text.left(words, 40) + " ".repeat(16) + Text.right(Text.decimal(value), 14));
    }

    /** {@code lines 100.00, discounts −10.00, taxes 17.10, total 107.10, paid by credits 50.00, due 57.10}; what is zero is left out. */
    private static String bill(JsonNode sum) {
        return "lines " + plain(sum, "subtotal") + part(sum, "discount", ", discounts −")
                + part(sum, "tax", ", taxes ") + ", total " + plain(sum, "total")
                + part(sum, "carriedIn", ", carried from earlier invoices ")
                + part(sum, "credit", ", paid by credits ") + part(sum, "carriedOut", ", left to the next invoices ")
                + ", due " + plain(sum, "due");
    }

    private static String part(JsonNode sum, String field, String words) {
        return decimal(sum, field).signum() == 0 ? "" : words + plain(sum, field);
    }

    private static String plain(JsonNode node, String field) {
        return money(node, field).strip();
    }

    private static void anomaly(JsonNode one, Screen screen) {
        screen.line("  odd    " + one.path("customerId").asText() + ": "
                + one.path("sentence").asText());
    }

    private static BigDecimal difference(JsonNode variance) {
        return decimal(variance, "total").subtract(decimal(variance, "previous"));
    }

    private static String why(JsonNode variance) {
        StringBuilder words = new StringBuilder();
        for (String part : PARTS) {
            BigDecimal value = decimal(variance, part);
            if (value.signum() != 0) {
                words.append(words.isEmpty() ? "" : ", ")
                        .append(part.equals("addOn") ? "add-on" : part)
                        .append(' ')
                        .append(signed(value));
            }
        }
        return words.isEmpty() ? "nothing" : words.toString();
    }

    private static BigDecimal decimal(JsonNode node, String field) {
        return new BigDecimal(node.path(field).asText("0"));
    }

    private static String signed(BigDecimal value) {
        return (value.signum() > 0 ? "+" : "") + Text.decimal(value);
    }

    private static String money(JsonNode node, String field) {
        return Text.right(Text.decimal(decimal(node, field)), 14);
    }

    private static String count(JsonNode node, String pointer, int width) {
        return Text.right(Text.count(node.at(pointer).asLong()), width);
    }
}
