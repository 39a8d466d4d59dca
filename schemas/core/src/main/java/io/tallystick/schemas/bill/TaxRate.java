package io.tallystick.schemas.bill;

import java.math.BigDecimal;

/**
 * A tax.
 *
 * @param code stable name, such as {@code vat-de}
 * @param rate 0.19 is 19 %
 * @param inclusive whether the amounts of the lines contain it already
 * @param compound whether it is also due on the exclusive taxes before it in the list
 * @param scope the lines that are taxed
 */
public record TaxRate(String code, BigDecimal rate, boolean inclusive, boolean compound, Scope scope) {
    /** Refuses a combination that nobody can compute. */
    public TaxRate {
        if (inclusive && compound) {
            throw new IllegalArgumentException(
                    "The tax %s is both inclusive and compound; a compound tax stands on top.".formatted(code));
        }
        if (rate.signum() < 0) {
            throw new IllegalArgumentException("The tax %s has the rate %s below zero.".formatted(code, rate));
        }
    }

    /** An exclusive tax on every line. */
    public static TaxRate of(String code, String rate) {
        return new TaxRate(code, new BigDecimal(rate), false, false, Scope.ALL);
    }
}
