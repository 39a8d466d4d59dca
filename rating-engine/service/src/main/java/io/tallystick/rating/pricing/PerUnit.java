package io.tallystick.rating.pricing;

import java.math.BigDecimal;
import java.util.List;

/**
 * So much for each unit: 1,000,000.5 units at USD 0.0004 are USD 400.0002, rounded on the line to USD 400.00. A quantity
 * below zero is given back at the same price.
 *
 * @param unitPrice price of one
 */
public record PerUnit(BigDecimal unitPrice) implements Price {
    @Override
    public PriceModel model() {
        return PriceModel.PER_UNIT;
    }

    @Override
    public Priced price(Usage usage) {
        return Priced.of(List.of(Steps.times("units", usage.total(), unitPrice)));
    }

    @Override
    public void check(Findings findings) {
        findings.notNegative("unitPrice", unitPrice);
    }
}
