package io.tallystick.demo.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class InvoiceCheckTest {
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-11-01T00:00:00Z");
    private static final OracleResult EXPECTED = new OracleResult(
            1,
            Map.of("rated", 1L),
            Map.of("acme", List.of(OracleLine.of("calls", START, END, BigDecimal.TEN, new BigDecimal("1.005")))));

    @Test
    void a_right_invoice_has_no_difference() throws Exception {
        assertEquals(List.of(), check(invoice("acme", "calls", "1.01", "1.01")));
    }

    @Test
    void a_wrong_cent_a_wrong_total_a_missing_and_an_unexpected_line_are_each_named() throws Exception {
        assertEquals(
                List.of(
                        "acme calls from 2026-10-01T00:00:00Z amount: 1.00, expected 1.01",
                        "acme total: 1.00, expected 1.01"),
                check(invoice("acme", "calls", "1.00", "1.00")));
        assertEquals(
                List.of(
                        "acme: no line calls from 2026-10-01T00:00:00Z over 1.01",
                        "acme: nobody expects a line fee from 2026-10-01T00:00:00Z over 1.01"),
                check(invoice("acme", "fee", "1.01", "1.01")));
        assertEquals(
                List.of("acme sum of the lines shown: 1.02, expected 1.01", "acme total: 1.02, expected 1.01").stream()
                        .sorted()
                        .toList(),
                check(invoice("acme", "calls", "1.01", "1.02")).stream()
                        .sorted()
                        .toList());
    }

    @Test
    void a_missing_a_second_and_an_unexpected_invoice_are_each_named() throws Exception {
        assertEquals(List.of("acme: the invoice is missing"), check());
        assertEquals(
                List.of("acme: there are two invoices"),
                check(invoice("acme", "calls", "1.01", "1.01"), invoice("acme", "calls", "1.01", "1.01")));
        assertEquals(
                List.of("zorro: an invoice that nobody expects"),
                check(invoice("acme", "calls", "1.01", "1.01"), invoice("zorro", "calls", "1.01", "1.01")));
    }

    private static List<String> check(JsonNode... invoices) {
        return InvoiceCheck.differences(EXPECTED, List.of(invoices));
    }

    private static JsonNode invoice(String customer, String charge, String amount, String total) throws Exception {
        return new JsonMapper().readTree("""
                        {"customer":{"id":"%s"},"total":"%s","lines":[{"chargeKey":"%s","quantity":"10","amount":"%s",
                        "unroundedAmount":"1.005","servicePeriod":{"start":"%s","end":"%s"}}]}""".formatted(customer, total, charge, amount, START, END));
    }
}
