package io.tallystick.invoice.assembly;

import io.tallystick.schemas.bill.BillDiscount;
import io.tallystick.schemas.bill.Credit;
import io.tallystick.schemas.bill.TaxRate;
import io.tallystick.schemas.bill.Taxes;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What applies to one bill of a customer.
 *
 * @param discounts in the order of their application to the customer; {@link io.tallystick.schemas.bill.Discounts} has the
 *     last word about the order
 * @param taxes the customer's
 * @param credits with a balance, of any currency
 * @param creditNames descriptions by id of the credit
 * @param carriedIn what earlier invoices left over, in the currency of the bill
 * @param minimum a smaller amount is not asked for but carried to the next invoice
 */
public record BillTerms(
        List<BillDiscount> discounts,
        TaxTerms taxes,
        List<Credit> credits,
        Map<String, String> creditNames,
        Money carriedIn,
        Money minimum) {

    /** Copies the collections. */
    public BillTerms {
        discounts = List.copyOf(discounts);
        credits = List.copyOf(credits);
        creditNames = Map.copyOf(creditNames);
    }

    /** Nothing applies. */
    public static BillTerms none(CurrencyUnit currency) {
        return new BillTerms(List.of(), TaxTerms.NONE, List.of(), Map.of(), Money.zero(currency), Money.zero(currency));
    }

    /**
     * The taxes of a customer.
     *
     * @param rates in their order; none for an exempt customer or a reverse charge
     * @param per where a tax is rounded
     * @param note what the document has to say about the treatment, if anything
     */
    public record TaxTerms(List<NamedRate> rates, Taxes.Per per, Optional<String> note) {
        /** No tax and nothing to say about it. */
        public static final TaxTerms NONE = new TaxTerms(List.of(), Taxes.Per.RATE, Optional.empty());

        /** Copies the list. */
        public TaxTerms {
            rates = List.copyOf(rates);
        }
    }

    /**
     * A rate with its name.
     *
     * @param rate the rate
     * @param name for people, such as {@code VAT}
     */
    public record NamedRate(TaxRate rate, String name) {}
}
