package io.tallystick.invoice.app;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Maintains the built-in tax rates and which customer pays which. All methods block. */
public interface TaxDesk {

    /** All rates by code. */
    List<Rate> rates();

    /** The rate of that code. */
    Optional<Rate> rate(String code);

    /**
     * Makes or replaces a rate; invoices that were finalised keep what they say.
     *
     * @param readVersion called with the version of a rate that exists; throws if the caller has not read it
     */
    Rate put(Rate rate, IntConsumer readVersion);

    /** How a customer is taxed; empty: not at all. */
    Optional<CustomerTax> of(String customerId);

    /**
     * Says how a customer is taxed.
     *
     * @throws io.tallystick.schemas.problem.ProblemException 404 {@code not_found}, 422 {@code unknown_tax} with the code
     */
    CustomerTax put(CustomerTax tax, IntConsumer readVersion);

    /**
     * A rate.
     *
     * @param code stable name, such as {@code vat-de}
     * @param name for people, such as {@code VAT}
     * @param rate share of the taxable amount: 0.19 is 19 %
     * @param inclusive whether the prices contain it
     * @param compound whether it is also due on the taxes before it
     * @param appliesTo lines by {@code charge:…} and the like; empty: all
     * @param version grows by one with every change
     * @param updatedAt when it was changed last
     */
    record Rate(
            String code,
            String name,
            BigDecimal rate,
            boolean inclusive,
            boolean compound,
            List<String> appliesTo,
            int version,
            Instant updatedAt) {
        /** Copies the list. */
        public Rate {
            appliesTo = List.copyOf(appliesTo);
        }
    }

    /**
     * How a customer is taxed.
     *
     * @param customerId who
     * @param treatment {@code taxed}, {@code exempt} or {@code reverse_charge}
     * @param rates codes in their order, for {@code taxed} alone
     * @param roundedPer whether a tax is rounded once on the taxable sum or on every line: the words "rate" and "line"
     * @param note what the documents say about it, null for the usual words
     * @param version grows by one with every change
     * @param updatedAt when it was changed last
     */
    record CustomerTax(
            String customerId,
            String treatment,
            List<String> rates,
            String roundedPer,
            String note,
            int version,
            Instant updatedAt) {
        /** Copies the list. */
        public CustomerTax {
            rates = List.copyOf(rates);
        }
    }
}
