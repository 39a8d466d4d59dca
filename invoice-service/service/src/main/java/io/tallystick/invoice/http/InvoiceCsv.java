package io.tallystick.invoice.http;

import io.tallystick.invoice.assembly.Bill;
import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.invoice.assembly.InvoiceLine;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The lines of an invoice as CSV (RFC 4180, UTF-8), for spreadsheets and ledgers: numbers with a point and every digit, instants in
 * ISO 8601. The column {@code gross} adds up to the total of the invoice.
 */
final class InvoiceCsv {
    private static final String HEAD =
            "invoice,position,line_id,subscription,plan,charge,kind,meter,description,start,end,"
                    + "quantity,unrounded_amount,amount,discount,tax,gross,currency,events,adjusts\r\n";

    private InvoiceCsv() {}

    static String of(Invoice.Finalized invoice) {
        StringBuilder text = new StringBuilder(HEAD);
        for (int i = 0; i < invoice.lines().size(); i++) {
            InvoiceLine line = invoice.lines().get(i);
            int index = i;
            BigDecimal discount = sum(invoice.bill().discounts().stream()
                    .map(one -> one.perLine().get(index))
                    .toList());
            BigDecimal tax = sum(invoice.bill().taxes().stream()
                    .map(Bill.Tax::perLine)
                    .map(parts -> parts.get(index))
                    .toList());
            List<String> row = List.of(
                    invoice.number(),
                    Integer.toString(line.position()),
                    line.lineId(),
                    line.subscriptionId(),
                    line.plan(),
                    line.chargeKey(),
                    line.kind().name(),
                    Words.text(line.meterKey()),
                    Words.text(line.description()),
                    line.servicePeriod().start().toString(),
                    line.servicePeriod().end().toString(),
                    line.quantity().toPlainString(),
                    line.unroundedAmount().toPlainString(),
                    line.amount().toPlainString(),
                    discount.toPlainString(),
                    tax.toPlainString(),
                    invoice.bill().grossOf(i, line.amount()).toPlainString(),
                    invoice.currency(),
                    Long.toString(line.eventCount()),
                    Words.text(line.adjusts()));
            text.append(row.stream().map(InvoiceCsv::cell).collect(Collectors.joining(",")))
                    .append("\r\n");
        }
        return text.toString();
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Words that a spreadsheet would take for a formula get a quote in front; numbers never look like that. */
    private static String cell(String value) {
        boolean number = value.matches("-?[0-9.]+");
        String safe = !number && !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? "\"" + safe.replace("\"", "\"\"") + "\""
                : safe;
    }
}
