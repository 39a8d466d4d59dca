package io.tallystick.invoice.http;

import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.invoice.assembly.InvoiceLine;
import io.tallystick.invoice.assembly.Party;
import io.tallystick.invoice.assembly.Period;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * An invoice as it is printed: text only, so that page and PDF say the same.
 *
 * @param id of the invoice
 * @param number such as {@code INV-2026-000042}
 * @param issuedOn day of issue
 * @param period of all lines
 * @param seller who bills
 * @param customer who pays
 * @param currency of every amount
 * @param lines in order
 * @param total what is owed
 * @param events events behind all lines
 * @param digest of the lines
 */
record InvoiceSheet(
        String id,
        String number,
        String issuedOn,
        String period,
        PartyBlock seller,
        PartyBlock customer,
        String currency,
        List<LineRow> lines,
        String total,
        String events,
        String digest) {

    /**
     * Who sells or buys.
     *
     * @param id the customer id, "" for the seller
     * @param name on the document
     * @param address line by line
     * @param email "" if unknown
     * @param taxId "" if unknown
     */
    record PartyBlock(String id, String name, List<String> address, String email, String taxId) {
        static PartyBlock of(Party party) {
            return new PartyBlock(
                    Words.text(party.id()),
                    Words.text(party.name()),
                    Words.text(party.address()).lines().toList(),
                    Words.text(party.email()),
                    Words.text(party.taxId()));
        }
    }

    /**
     * A line.
     *
     * @param position from 1 on
     * @param description for people
     * @param period what is paid for, "" if the description names it
     * @param note dimension group or what is corrected, "" if there is nothing to say
     * @param quantity what was priced
     * @param amount what it comes to
     * @param unrounded the exact amount if it has more digits, otherwise ""
     * @param steps the arithmetic
     * @param events how many events are behind it, "" for fees
     * @param explanation where they are listed
     */
    record LineRow(
            int position,
            String description,
            String period,
            String note,
            String quantity,
            String amount,
            String unrounded,
            List<StepRow> steps,
            String events,
            String explanation) {

        static LineRow of(InvoiceLine line) {
            boolean exact = line.unroundedAmount().compareTo(line.amount()) == 0;
            return new LineRow(
                    line.position(),
                    Words.text(line.description()),
                    period(line),
                    Words.text(note(line)),
                    Words.brief(line.quantity()),
                    Words.number(line.amount()),
                    exact ? "" : Words.brief(line.unroundedAmount()),
                    StepRow.of(line.steps()),
                    line.meterKey() == null ? "" : counted(line.eventCount()),
                    line.explanation());
        }

        /** "" if the description names it already. */
        private static String period(InvoiceLine line) {
            Period span = line.servicePeriod();
            return Words.namesPeriod(line.description(), span.start(), span.end(), line.zone())
                    ? ""
                    : Words.period(span.start(), span.end(), line.zone());
        }

        private static String note(InvoiceLine line) {
            String dimensions = line.dimensions().isEmpty()
                    ? ""
                    : new TreeMap<>(line.dimensions())
                            .entrySet().stream()
                                    .map(one -> one.getKey() + " " + one.getValue())
                                    .reduce((left, right) -> left + ", " + right)
                                    .orElse("");
            if (line.adjusts() == null) {
                return dimensions;
            }
            String reason =
                    line.reason() == null ? "" : line.reason().replace('_', ' ').toLowerCase(Locale.ROOT);
            String correction = "corrects line " + line.adjusts() + (reason.isEmpty() ? "" : " (" + reason + ")");
            return dimensions.isEmpty() ? correction : dimensions + "; " + correction;
        }
    }

    static InvoiceSheet of(Invoice.Finalized invoice) {
        String zone = invoice.lines().isEmpty()
                ? invoice.customer().zone()
                : invoice.lines().getFirst().zone();
        return new InvoiceSheet(
                invoice.id(),
                invoice.number(),
                Words.day(LocalDate.parse(invoice.issuedOn())),
                Words.period(invoice.period().start(), invoice.period().end(), zone),
                PartyBlock.of(invoice.seller()),
                PartyBlock.of(invoice.customer()),
                invoice.currency(),
                invoice.lines().stream().map(LineRow::of).toList(),
                Words.number(invoice.total()),
                Words.count(invoice.eventCount()),
                invoice.digest());
    }

    private static String counted(long count) {
        return count == 0 ? "no events" : count == 1 ? "1 event" : Words.number(BigDecimal.valueOf(count)) + " events";
    }
}
