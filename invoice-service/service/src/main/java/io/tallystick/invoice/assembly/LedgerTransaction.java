package io.tallystick.invoice.assembly;

import io.tallystick.schemas.id.Hash128;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A movement of prepaid money, in double entry: the entries sum to zero, or there is no transaction. A credit of 50.00 that is
 * granted is {@code credit +50.00, granted −50.00}; an invoice that uses 20.00 of it is {@code credit −20.00, applied +20.00}.
 *
 * @param id 32 hex digits, derived from what the movement is, so that it happens once
 * @param kind what happened, such as {@code credit_granted}
 * @param customerId whose money
 * @param currency ISO 4217 of every entry
 * @param occurredAt when
 * @param invoiceId the invoice behind it, or null
 * @param creditNoteId the credit note behind it, or null
 * @param entries at least two
 */
public record LedgerTransaction(
        String id,
        String kind,
        String customerId,
        String currency,
        Instant occurredAt,
        String invoiceId,
        String creditNoteId,
        List<Entry> entries) {

    /** Copies the entries; refuses what does not sum to zero. */
    public LedgerTransaction {
        entries = List.copyOf(entries);
        BigDecimal sum = entries.stream().map(Entry::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.signum() != 0 || entries.size() < 2) {
            throw new IllegalArgumentException("The " + entries.size() + " entries of a " + kind + " of customer "
                    + customerId + " sum to " + sum.toPlainString() + ", not to 0.");
        }
    }

    /**
     * An entry.
     *
     * @param account where the money is or comes from
     * @param creditId which credit, for the account {@code CREDIT} alone
     * @param amount above zero: more there
     */
    public record Entry(Account account, String creditId, BigDecimal amount) {}

    /** The accounts of a customer. */
    public enum Account {
        /** What a credit holds. */
        CREDIT,
        /** What was given away. */
        GRANTED,
        /** What was paid in advance. */
        BOUGHT,
        /** What paid invoices. */
        APPLIED,
        /** What was not used in time. */
        EXPIRED,
        /** What credit notes gave back. */
        RETURNED,
        /** What invoices left to the next one. */
        CARRIED,
        /** The invoices that left it or took it. */
        BILLED
    }

    /** Collects entries and leaves out those of zero. */
    public static final class Builder {
        private final List<Entry> entries = new ArrayList<>();

        /** Adds to an account without credits. */
        public Builder add(Account account, BigDecimal amount) {
            return entry(account, null, amount);
        }

        /** Adds to a credit. */
        public Builder credit(String creditId, BigDecimal amount) {
            return entry(Account.CREDIT, creditId, amount);
        }

        /** Whether nothing moves. */
        public boolean isEmpty() {
            return entries.isEmpty();
        }

        /** The transaction, with an id derived from {@code kind} and {@code of}. */
        public LedgerTransaction of(
                String kind, String of, String customerId, String currency, Instant at, String invoice, String note) {
            String id = Hash128.of("ledger", kind, of).toString();
            return new LedgerTransaction(id, kind, customerId, currency, at, invoice, note, entries);
        }

        private Builder entry(Account account, String creditId, BigDecimal amount) {
            if (amount.signum() != 0) {
                entries.add(new Entry(account, creditId, amount));
            }
            return this;
        }
    }
}
