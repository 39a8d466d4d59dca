package io.tallystick.invoice.assembly;

import io.tallystick.schemas.id.Hash128;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A credit note: it gives back a finalised invoice or a part of it. Its JSON is the document of record.
 *
 * @param id 32 hex digits
 * @param number such as {@code CN-2026-000007}
 * @param invoiceId the invoice
 * @param invoiceNumber its number
 * @param reason in the words of the operator
 * @param issuedOn day of issue in the seller's zone, ISO 8601
 * @param createdAt when
 * @param seller as on the invoice
 * @param customer as on the invoice
 * @param currency ISO 4217 of every amount
 * @param lines what is given back, in the order of the invoice
 * @param net without any tax
 * @param taxes in the order of the invoice
 * @param tax all of it
 * @param total net plus tax, the sum of the lines
 * @param settles the part that lowers what is open on the invoice
 * @param returned the part that goes to the customer's credits, because it was paid
 * @param previousRoot root of the digest tree of the document before it in its series and year; null for the first
 * @param manifest root and signature over everything else
 */
public record CreditNote(
        String id,
        String number,
        String invoiceId,
        String invoiceNumber,
        String reason,
        String issuedOn,
        Instant createdAt,
        Party seller,
        Party customer,
        String currency,
        List<Line> lines,
        BigDecimal net,
        List<TaxPart> taxes,
        BigDecimal tax,
        BigDecimal total,
        BigDecimal settles,
        BigDecimal returned,
        String previousRoot,
        Manifest manifest) {

    /** Copies the lists. */
    public CreditNote {
        lines = List.copyOf(lines);
        taxes = List.copyOf(taxes);
    }

    /** The id of a credit note with this number. */
    public static String idOf(String number) {
        return Hash128.of("credit-note", number).toString();
    }

    /** The same document with its proof. */
    public CreditNote sealedBy(Manifest proof) {
        return new CreditNote(
                id,
                number,
                invoiceId,
                invoiceNumber,
                reason,
                issuedOn,
                createdAt,
                seller,
                customer,
                currency,
                lines,
                net,
                taxes,
                tax,
                total,
                settles,
                returned,
                previousRoot,
                proof);
    }

    /**
     * A line.
     *
     * @param position of the line on the invoice
     * @param lineId the rated line
     * @param description for people
     * @param amount with its taxes
     */
    public record Line(int position, String lineId, String description, BigDecimal amount) {}

    /**
     * The part of a tax.
     *
     * @param code of the rate
     * @param name for people
     * @param rate 0.19 is 19 %
     * @param amount given back
     */
    public record TaxPart(String code, String name, BigDecimal rate, BigDecimal amount) {}
}
