package io.tallystick.demo.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares invoices, as the REST interface shows them, with what the oracle says: the same lines, every amount to the cent, every quantity
 * and unrounded amount to eighteen digits (the product cuts at twenty-four what does not terminate, the oracle at sixty), the total the
 * sum of the lines.
 */
public final class InvoiceCheck {
    private static final int DIGITS = 18;

    private final List<String> differences = new ArrayList<>();

    private InvoiceCheck() {}

    /**
     * Every difference, one line each; none if the invoices are right.
     *
     * @param expected what the oracle says
     * @param invoices of the close, at most one for each customer
     */
    public static List<String> differences(OracleResult expected, List<JsonNode> invoices) {
        InvoiceCheck check = new InvoiceCheck();
        Map<String, JsonNode> byCustomer = new HashMap<>();
        for (JsonNode invoice : invoices) {
            String customer = invoice.at("/customer/id").asText();
            if (byCustomer.put(customer, invoice) != null) {
                check.differences.add(customer + ": there are two invoices");
            }
            if (!expected.invoices().containsKey(customer)) {
                check.differences.add(customer + ": an invoice that nobody expects");
            }
        }
        expected.invoices().forEach((customer, lines) -> check.customer(customer, lines, byCustomer.get(customer)));
        return check.differences;
    }

    private void customer(String customer, List<OracleLine> lines, JsonNode invoice) {
        if (invoice == null) {
            // Nothing to pay and no invoice is one of the two policies of the product.
            if (lines.stream().anyMatch(line -> line.amount().signum() != 0)) {
                differences.add(customer + ": the invoice is missing");
            }
            return;
        }
        Map<Key, JsonNode> shown = new HashMap<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode line : invoice.get("lines")) {
            Key key = new Key(line.get("chargeKey").asText(), instant(line, "/servicePeriod/start"));
            if (shown.put(key, line) != null) {
                differences.add(customer + ": two lines " + key);
            }
            sum = sum.add(decimal(line, "amount"));
        }
        BigDecimal total = BigDecimal.ZERO;
        for (OracleLine line : lines) {
            Key key = new Key(line.charge(), line.start());
            JsonNode found = shown.remove(key);
            if (found == null) {
                differences.add(customer + ": no line " + key + " over " + line.amount());
            } else {
                line(customer + " " + key, line, found);
            }
            total = total.add(line.amount());
        }
        shown.forEach((key, line) ->
                differences.add(customer + ": nobody expects a line " + key + " over " + decimal(line, "amount")));
        same(customer + " total", total, decimal(invoice, "total"));
        same(customer + " sum of the lines shown", sum, decimal(invoice, "total"));
    }

    private void line(String where, OracleLine expected, JsonNode line) {
        same(where + " amount", expected.amount(), decimal(line, "amount"));
        same(where + " quantity", cut(expected.quantity()), cut(decimal(line, "quantity")));
        same(where + " unrounded amount", cut(expected.unrounded()), cut(decimal(line, "unroundedAmount")));
        Instant end = instant(line, "/servicePeriod/end");
        if (!end.equals(expected.end())) {
            differences.add(where + ": ends at " + end + ", expected " + expected.end());
        }
    }

    private void same(String what, BigDecimal expected, BigDecimal found) {
        if (expected.compareTo(found) != 0) {
            differences.add(what + ": " + found.toPlainString() + ", expected " + expected.toPlainString());
        }
    }

    private static BigDecimal cut(BigDecimal value) {
        return new BigDecimal(value.movePointRight(DIGITS).toBigInteger(), DIGITS);
    }

    private static BigDecimal decimal(JsonNode node, String field) {
        return new BigDecimal(node.get(field).asText());
    }

    private static Instant instant(JsonNode node, String pointer) {
        return Instant.parse(node.at(pointer).asText());
    }

    private record Key(String charge, Instant start) {
        @Override
        public String toString() {
            return charge + " from " + start;
        }
    }
}
