package io.tallystick.rating.pricing;

import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;

/** Makes the rows of a line's arithmetic; all numbers in them are canonical, so equal rows have equal bytes. */
final class Steps {
    private Steps() {}

    /** A row that is only an amount. */
    static Step fixed(String label, BigDecimal amount) {
        return new Step(label, null, null, null, null, null, Decimals.canonical(amount));
    }

    /** A row {@code quantity × unitPrice = amount}. */
    static Step times(String label, BigDecimal quantity, BigDecimal unitPrice) {
        return new Step(
                label,
                null,
                null,
                Decimals.canonical(quantity),
                Decimals.canonical(unitPrice),
                null,
                Decimals.canonical(quantity.multiply(unitPrice)));
    }

    /** A row that shows a quantity and costs nothing. */
    static Step free(String label, BigDecimal quantity) {
        return times(label, quantity, BigDecimal.ZERO);
    }

    /** A row of a tier. */
    static Step tier(Slice slice, BigDecimal quantity, BigDecimal unitPrice, BigDecimal flatFee) {
        return new Step(
                slice.label(),
                slice.from(),
                slice.upTo().orElse(null),
                Decimals.canonical(quantity),
                Decimals.canonical(unitPrice),
                Decimals.canonical(flatFee),
                Decimals.canonical(quantity.multiply(unitPrice).add(flatFee)));
    }

    /** The row under a label of a wider context: {@code accelerator=gpu-a100, ..}. */
    static Step within(String context, Step step) {
        return new Step(
                context + ", " + step.label(),
                step.from(),
                step.upTo(),
                step.quantity(),
                step.unitPrice(),
                step.flatFee(),
                step.amount());
    }
}
