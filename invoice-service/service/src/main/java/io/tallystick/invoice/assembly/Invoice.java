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

    /** What is owed: the sum of the lines as shown. */
    BigDecimal total();

    /** The id of the invoice that a close makes for a customer in a currency. */
    static String idOf(String closeId, String customerId, String currency) {
        return Hash128.of("invoice", closeId, customerId, currency).toString();
    }

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
         * @param issuedOn the day of issue in the seller's zone
         * @param finalizedAt when the close was proven complete
         */
        public Finalized finalizeAs(InvoiceNumber number, Party seller, LocalDate issuedOn, Instant finalizedAt) {
            return new Finalized(
                    id,
                    number.toString(),
                    "finalized",
                    closeId,
                    cutoff,
                    issuedOn.toString(),
                    finalizedAt,
                    seller,
                    customer,
                    currency,
                    period,
                    lines,
                    total,
                    total,
                    eventCount,
                    digest);
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
     * @param finalizedAt when the close was proven complete
     * @param seller who bills
     * @param customer who pays
     * @param currency ISO 4217 of every amount
     * @param period the smallest span that holds the service periods of all lines
     * @param lines in the order of {@link LineOrder}
     * @param subtotal sum of the lines as shown
     * @param total what is owed; equal to the subtotal as long as there are no discounts and taxes
     * @param eventCount events behind all lines
     * @param digest order-independent digest of the lines as rated, 32 hex digits
     */
    record Finalized(
            String id,
            String number,
            String state,
            String closeId,
            Instant cutoff,
            String issuedOn,
            Instant finalizedAt,
            Party seller,
            Party customer,
            String currency,
            Period period,
            List<InvoiceLine> lines,
            BigDecimal subtotal,
            BigDecimal total,
            long eventCount,
            String digest)
            implements Invoice {

        /** Copies the lines. */
        public Finalized {
            lines = List.copyOf(lines);
        }
    }
}
