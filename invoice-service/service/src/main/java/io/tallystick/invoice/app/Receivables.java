package io.tallystick.invoice.app;

import io.tallystick.invoice.assembly.CreditNote;
import io.tallystick.invoice.assembly.CreditNotes;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What happens to invoices after they were finalised. Every command locks the account of its invoice, decides by {@link
 * io.tallystick.invoice.assembly.InvoiceAccount} and stores facts, in one transaction; of two at once the later sees what the
 * earlier has done. All methods block; refusals are {@link io.tallystick.schemas.problem.ProblemException}s: 404 {@code
 * not_found}, 409 {@code illegal_transition} or {@code nothing_left}, 422 with field, value and rule.
 */
public interface Receivables {

    /** Where an invoice stands. */
    Optional<Account> account(String invoiceId);

    /** Records a payment. */
    Account pay(String invoiceId, PaymentDraft payment, String by, Optional<CommandKey> once);

    /** Nobody has to pay it: only before anything was paid or given back. What it used of credits goes back to them. */
    Account voidInvoice(String invoiceId, Optional<CommandKey> once);

    /** Nobody is expected to pay the rest. */
    Account writeOff(String invoiceId, Optional<CommandKey> once);

    /** Writes a credit note. What is not open any more goes to the customer's credits. */
    CreditNote credit(String invoiceId, CreditNotes.Ask ask, String reason, Optional<CommandKey> once);

    /** The document of record of a credit note. */
    Optional<InvoiceStore.Document> creditNote(String id);

    /** Credit notes, newest first. */
    List<ListedNote> creditNotes(
            Optional<String> customerId, Optional<String> invoiceId, Optional<String> before, int limit);

    /** Tells of invoices that became overdue; how many. */
    int tellOverdue();

    /**
     * A payment as it came in.
     *
     * @param amount above zero, at most what is open
     * @param currency must be that of the invoice; null: it is
     * @param receivedOn the day, null: today where the seller is
     * @param reference for people, or null
     */
    record PaymentDraft(BigDecimal amount, String currency, LocalDate receivedOn, String reference) {}

    /**
     * Where an invoice stands.
     *
     * @param invoiceId the invoice
     * @param number its number
     * @param customerId who pays
     * @param currency ISO 4217 of every amount
     * @param state {@code finalized}, {@code partly_paid}, {@code overdue}, {@code paid}, {@code voided} or {@code uncollectible}
     * @param total what is owed for its lines
     * @param amountDue what was asked for
     * @param paid what came in
     * @param credited what credit notes gave back
     * @param open what is still to be paid
     * @param overdueAt from when on it is overdue if something is open
     * @param payments oldest first
     * @param creditNotes oldest first
     */
    record Account(
            String invoiceId,
            String number,
            String customerId,
            String currency,
            String state,
            BigDecimal total,
            BigDecimal amountDue,
            BigDecimal paid,
            BigDecimal credited,
            BigDecimal open,
            Instant overdueAt,
            List<Payment> payments,
            List<ListedNote> creditNotes) {
        /** Copies the lists. */
        public Account {
            payments = List.copyOf(payments);
            creditNotes = List.copyOf(creditNotes);
        }
    }

    /**
     * A payment.
     *
     * @param id a UUID
     * @param amount that came in
     * @param receivedOn the day, ISO 8601
     * @param reference for people, or null
     * @param recordedAt when it was recorded
     */
    record Payment(String id, BigDecimal amount, String receivedOn, String reference, Instant recordedAt) {}

    /**
     * A credit note in a list.
     *
     * @param id of the note
     * @param number as printed
     * @param invoiceId the invoice
     * @param customerId whose
     * @param currency ISO 4217
     * @param total what it gives back
     * @param createdAt when
     */
    record ListedNote(
            String id,
            String number,
            String invoiceId,
            String customerId,
            String currency,
            BigDecimal total,
            Instant createdAt) {}
}
