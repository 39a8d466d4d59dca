package io.tallystick.rating.pricing;

import io.tallystick.schemas.money.Decimals;
import java.math.BigDecimal;
import java.util.List;

/**
 * The events carry their amount; a markup goes on top: carried amounts of 40.20 and 10.10 with a markup of 0.20 cost
 * 50.30 × 1.20 = 60.36. A negative amount is given back with its markup.
 *
 * @param amount JSON pointer into {@code data} at which an event carries its amount
 * @param markup share on top, 0.20 is 20 %; -1 makes everything free
 */
public record Dynamic(String amount, BigDecimal markup) implements Price {
    @Override
    public PriceModel model() {
        return PriceModel.DYNAMIC;
    }

    @Override
    public Priced price(Usage usage) {
        return Priced.of(List.of(Steps.times("carried amounts", usage.total(), BigDecimal.ONE.add(markup))));
    }

    @Override
    public void check(Findings findings) {
        if (!amount.startsWith("/")) {
            findings.at("amount").add("pointer_invalid", amount, "must be a JSON pointer into data, such as /cost");
        }
        if (markup.compareTo(BigDecimal.ONE.negate()) < 0) {
            findings.at("markup").add("markup_too_low", Decimals.text(markup), "must be -1 (everything free) or more");
        }
    }
}
