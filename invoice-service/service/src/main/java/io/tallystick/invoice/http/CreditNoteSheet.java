package io.tallystick.invoice.http;

import io.tallystick.invoice.assembly.CreditNote;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * A credit note as it is printed, in the customer's language: text only, so that page and PDF say the same.
 *
 * @param language of every word and number
 * @param id of the note
 * @param number such as {@code CN-2026-000007}
 * @param invoiceId the invoice
 * @param invoiceNumber its number
 * @param reason in the words of the operator
 * @param issuedOn day of issue
 * @param seller who gives back
 * @param customer who gets it
 * @param currency of every amount
 * @param lines what is given back
 * @param sums net and taxes, empty without a tax
 * @param total what is given back
 * @param effects what becomes of it
 * @param root of the digest tree
 */
record CreditNoteSheet(
        Language language,
        String id,
        String number,
        String invoiceId,
        String invoiceNumber,
        String reason,
        String issuedOn,
        InvoiceSheet.PartyBlock seller,
        InvoiceSheet.PartyBlock customer,
        String currency,
        List<LineRow> lines,
        List<InvoiceSheet.SumRow> sums,
        String total,
        List<String> effects,
        String root) {

    /** The words of the document for a key. */
    public String say(String key) {
        return language.say(key);
    }

    /** The words for a key around one argument. */
    public String say(String key, String argument) {
        return language.say(key, argument);
    }

    /**
     * A line.
     *
     * @param position on the invoice
     * @param description for people
     * @param amount given back, with taxes
     */
    record LineRow(int position, String description, String amount) {}

    static CreditNoteSheet of(CreditNote note) {
        Language language = Language.of(note.customer().language());
        return new CreditNoteSheet(
                language,
                note.id(),
                note.number(),
                note.invoiceId(),
                note.invoiceNumber(),
                Words.text(note.reason()),
                language.day(LocalDate.parse(note.issuedOn())),
                InvoiceSheet.PartyBlock.of(note.seller()),
                InvoiceSheet.PartyBlock.of(note.customer()),
                note.currency(),
                note.lines().stream()
                        .map(line -> new LineRow(
                                line.position(),
                                Words.text(Wordings.description(line.description(), language)),
                                language.number(line.amount())))
                        .toList(),
                sums(note, language),
                language.number(note.total()),
                effects(note, language),
                note.manifest().root());
    }

    private static List<InvoiceSheet.SumRow> sums(CreditNote note, Language language) {
        List<InvoiceSheet.SumRow> rows = new ArrayList<>();
        if (note.taxes().isEmpty()) {
            return rows;
        }
        rows.add(new InvoiceSheet.SumRow(language.say("net"), language.number(note.net()), false));
        note.taxes()
                .forEach(tax -> rows.add(new InvoiceSheet.SumRow(
                        Words.text(language.say("tax_part", tax.name(), language.percent(tax.rate()))),
                        language.number(tax.amount()),
                        false)));
        return rows;
    }

    private static List<String> effects(CreditNote note, Language language) {
        List<String> effects = new ArrayList<>();
        effect(effects, "settles", note.settles(), note.currency(), language);
        effect(effects, "returned", note.returned(), note.currency(), language);
        return effects;
    }

    private static void effect(
            List<String> effects, String key, BigDecimal amount, String currency, Language language) {
        if (amount.signum() != 0) {
            effects.add(language.say(key, currency + " " + language.number(amount)));
        }
    }
}
