package io.tallystick.rating.pricing;

import java.math.BigDecimal;
import java.util.List;

/**
 * One amount, whatever the quantity: a fee of USD 49.00 is USD 49.00 for no call and for a million. Below zero it is a
 * credit.
 *
 * @param amount for the whole period
 */
public record Flat(BigDecimal amount) implements Price {
    @Override
    public PriceModel model() {
        return PriceModel.FLAT;
    }

    @Override
    public Priced price(Usage usage) {
        return Priced.of(List.of(Steps.fixed("flat", amount)));
    }

    @Override
    public void check(Findings findings) {
        // Every amount makes sense: below zero it is a credit.
    }
}
