package io.tallystick.invoice.assembly;

import io.tallystick.schemas.id.Hash128;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * An invoice in one currency. A draft may still change; a finalised invoice has a number and never changes again. The step from
 * one to the other exists on the draft alone.
 */
public sealed interface Invoice {

    /** Derived from close, customer and currency, 32 hex digits: doing the same work again gives the same invoice. */
    String id();

    /** Who pays. */
    Party customer();

    /** ISO 4217 of every amount. */
    String currency();

    /** The lines, in the order of {@link LineOrder}. */
    List<InvoiceLine> lines();

    /** Of a draft the sum of the lines as shown; of a finalised invoice what is owed for them. */
    BigDecimal total();

    /** The id of the invoice that a close makes for a customer in a currency. */
    static String idOf(String closeId, String customerId, String currency) {
        return Hash128.of("invoice", closeId, customerId, currency).toString();
    }

    /**
     * The dates of an invoice.
     *
     * @param issuedOn day of issue in the seller's zone
     * @param dueOn day by which it is to be paid
     * @param finalizedAt when the close was proven complete
     */
    record Dates(LocalDate issuedOn, LocalDate dueOn, Instant finalizedAt) {}

    /**
     * Not numbered yet.
     *
     * @param id see {@link Invoice#id()}
     * @param closeId the close that makes it
     * @param cutoff every line that was billable up to here and not billed before is on it
     * @param customer who pays
     * @param currency ISO 4217 of every amount
     * @param period the smallest span that holds the service periods of all lines
     * @param lines in the order of {@link LineOrder}
     * @param total sum of the lines as shown
     * @param eventCount events behind all lines
     * @param digest order-independent digest of the lines as rated, 32 hex digits
     */
    record Draft(
            String id,
            String closeId,
            Instant cutoff,
            Party customer,
            String currency,
            Period period,
            List<InvoiceLine> lines,
            BigDecimal total,
            long eventCount,
            String digest)
            implements Invoice {

        /** Copies the lines. */
        public Draft {
            lines = List.copyOf(lines);
        }

        /**
         * The finalised invoice.
         *
         * @param number the next of its series
         * @param seller who bills, frozen from now on
         * @param dates day of issue, day by which it is to be paid, and when the close was proven complete
         * @param bill from the lines to what is asked for
         * @param previousRoot root of the digest tree of the document before it in its series and year; null for the first
         */
        public Finalized finalizeAs(InvoiceNumber number, Party seller, Dates dates, Bill bill, String previousRoot) {
            return new Finalized(
                    id,
                    number.toString(),
                    "finalized",
                    closeId,
                    cutoff,
                    dates.issuedOn().toString(),
                    dates.dueOn().toString(),
                    dates.finalizedAt(),
                    seller,
                    customer,
                    currency,
                    period,
                    lines,
                    total,
                    bill,
                    bill.total(),
                    bill.amountDue(),
                    eventCount,
                    digest,
                    previousRoot,
                    null);
        }
    }

    /**
     * Numbered and immutable; its JSON is the document of record.
     *
     * @param id see {@link Invoice#id()}
     * @param number such as {@code INV-2026-000042}
     * @param state always the same word here, other states are facts beside the invoice
     * @param closeId the close that made it
     * @param cutoff every line that was billable up to here and not billed before is on it
     * @param issuedOn day of issue in the seller's zone, ISO 8601
     * @param dueOn day by which it is to be paid, ISO 8601
     * @param finalizedAt when the close was proven complete
     * @param seller who bills
     * @param customer who pays
     * @param currency ISO 4217 of every amount
     * @param period the smallest span that holds the service periods of all lines
     * @param lines in the order of {@link LineOrder}
     * @param subtotal sum of the lines as shown
     * @param bill discounts, taxes, credits and what is carried
     * @param total what is owed for the lines, after discounts and with taxes
     * @param amountDue what is asked for
     * @param eventCount events behind all lines
     * @param digest order-independent digest of the lines as rated, 32 hex digits
     * @param previousRoot root of the digest tree of the document before it in its series and year; null for the first
     * @param manifest root and signature over everything else
     */
    record Finalized(
            String id,
            String number,
            String state,
            String closeId,
            Instant cutoff,
            String issuedOn,
            String dueOn,
            Instant finalizedAt,
            Party seller,
            Party customer,
            String currency,
            Period period,
            List<InvoiceLine> lines,
            BigDecimal subtotal,
            Bill bill,
            BigDecimal total,
            BigDecimal amountDue,
            long eventCount,
            String digest,
            String previousRoot,
            Manifest manifest)
            implements Invoice {

        /** Copies the lines; a document from before bills were kept owes the sum of its lines at the day of issue. */
        public Finalized {
            lines = List.copyOf(lines);
            bill = bill == null ? Bill.plain(total) : bill;
            amountDue = amountDue == null ? bill.amountDue() : amountDue;
            dueOn = dueOn == null ? issuedOn : dueOn;
        }
    }
}
