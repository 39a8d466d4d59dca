package io.tallystick.invoice.http;

import io.tallystick.invoice.assembly.Bill;
import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.invoice.assembly.InvoiceLine;
import io.tallystick.invoice.assembly.Party;
import io.tallystick.invoice.assembly.Period;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * An invoice as it is printed, in the customer's language: text only, so that page and PDF say the same.
 *
 * @param language of every word and number
 * @param id of the invoice
 * @param number such as {@code INV-2026-000042}
 * @param issuedOn day of issue
 * @param dueOn day by which it is to be paid
 * @param period of all lines
 * @param seller who bills
 * @param customer who pays
 * @param currency of every amount
 * @param lines in order
 * @param sums from the sum of the lines to the amount due; empty if they are the same and nothing lies between
 * @param due what is asked for
 * @param taxNote why there is no tax, "" if there is nothing to say
 * @param events events behind all lines
 * @param digest of the lines
 * @param root of the digest tree, "" for an invoice from before there were any
 */
record InvoiceSheet(
        Language language,
        String id,
        String number,
        String issuedOn,
        String dueOn,
        String period,
        PartyBlock seller,
        PartyBlock customer,
        String currency,
        List<LineRow> lines,
        List<SumRow> sums,
        String due,
        String taxNote,
        String events,
        String digest,
        String root) {

    /** Beginning and end of the period: a line breaks between them, if it has to. */
    public List<String> periodParts() {
        return List.of(period.split(" – "));
    }

    /** The words of the document for a key. */
    public String say(String key) {
        return language.say(key);
    }

    /** The words for a key around one argument. */
    public String say(String key, String argument) {
        return language.say(key, argument);
    }

    /**
     * A row between the lines and the amount due.
     *
     * @param label what it is
     * @param amount what it adds, with its sign
     * @param strong whether it is a sum
     */
    record SumRow(String label, String amount, boolean strong) {}

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

        static LineRow of(InvoiceLine line, Language language) {
            boolean exact = line.unroundedAmount().compareTo(line.amount()) == 0;
            return new LineRow(
                    line.position(),
                    Words.text(Wordings.description(line.description(), language)),
                    period(line, language),
                    Words.text(note(line, language)),
                    language.brief(line.quantity()),
                    language.number(line.amount()),
                    exact ? "" : language.say("exact", language.brief(line.unroundedAmount())),
                    StepRow.of(line.steps(), language, Math.max(0, line.amount().scale())),
                    line.meterKey() == null ? "" : counted(line.eventCount(), language),
                    line.explanation());
        }

        /** "" if the description names it already. */
        private static String period(InvoiceLine line, Language language) {
            Period span = line.servicePeriod();
            return language.isStored() && Words.namesPeriod(line.description(), span.start(), span.end(), line.zone())
                    ? ""
                    : language.period(span.start(), span.end(), line.zone());
        }

        private static String note(InvoiceLine line, Language language) {
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
            String correction = reason.isEmpty()
                    ? language.say("corrects", line.adjusts())
                    : language.say("corrects_for", line.adjusts(), reason);
            return dimensions.isEmpty() ? correction : dimensions + "; " + correction;
        }
    }

    static InvoiceSheet of(Invoice.Finalized invoice) {
        Language language = Language.of(invoice.customer().language());
        String zone = invoice.lines().isEmpty()
                ? invoice.customer().zone()
                : invoice.lines().getFirst().zone();
        return new InvoiceSheet(
                language,
                invoice.id(),
                invoice.number(),
                language.day(LocalDate.parse(invoice.issuedOn())),
                language.day(LocalDate.parse(invoice.dueOn())),
                language.period(invoice.period().start(), invoice.period().end(), zone),
                PartyBlock.of(invoice.seller()),
                PartyBlock.of(invoice.customer()),
                invoice.currency(),
                invoice.lines().stream().map(line -> LineRow.of(line, language)).toList(),
                new Sums(invoice.bill(), language).rows(),
                language.number(invoice.amountDue()),
                taxNote(invoice.bill().taxNote(), language),
                language.count(invoice.eventCount()),
                invoice.digest(),
                invoice.manifest() == null ? "" : invoice.manifest().root());
    }

    private static String taxNote(String note, Language language) {
        if (note == null) {
            return "";
        }
        boolean known = note.equals(Bill.REVERSE_CHARGE) || note.equals(Bill.EXEMPT);
        return Words.text(known ? language.say(note) : note);
    }

    private static String counted(long count, Language language) {
        return count == 0
                ? language.say("no_events")
                : count == 1 ? language.say("one_event") : language.say("events", language.count(count));
    }

    /** The rows between the lines and the amount due, each once and only if it says something. */
    private record Sums(Bill bill, Language language) {

        List<SumRow> rows() {
            List<SumRow> rows = new ArrayList<>();
            bill.discounts()
                    .forEach(one ->
                            rows.add(minus(language.say("discount", one.name(), off(one.off())), one.amount())));
            bill.taxes().forEach(one -> rows.add(tax(one)));
            if (!rows.isEmpty()) {
                rows.addFirst(new SumRow(language.say("subtotal"), language.number(bill.subtotal()), true));
                rows.add(new SumRow(language.say("total"), language.number(bill.total()), true));
            }
            if (bill.carriedIn().signum() != 0) {
                rows.add(new SumRow(language.say("carried_in"), language.number(bill.carriedIn()), false));
            }
            bill.credits()
                    .forEach(one -> rows.add(minus(
                            language.say("credit", one.description(), language.number(one.left())), one.amount())));
            if (bill.carriedOut().signum() != 0) {
                rows.add(minus(language.say("carried_out"), bill.carriedOut()));
            }
            return rows;
        }

        private SumRow minus(String label, BigDecimal amount) {
            return new SumRow(Words.text(label), language.number(amount.negate()), false);
        }

        /** An inclusive tax adds nothing: its row stands in words alone. */
        private SumRow tax(Bill.Tax tax) {
            String taxable = language.number(tax.taxable());
            String rate = language.percent(tax.rate());
            return tax.inclusive()
                    ? new SumRow(
                            Words.text(language.say("tax_included", tax.name(), rate, taxable)) + ": "
                                    + language.number(tax.amount()),
                            "",
                            false)
                    : new SumRow(
                            Words.text(language.say("tax", tax.name(), rate, taxable)),
                            language.number(tax.amount()),
                            false);
        }

        private String off(String off) {
            return off.equals("volume") ? language.say("volume") : off;
        }
    }
}
