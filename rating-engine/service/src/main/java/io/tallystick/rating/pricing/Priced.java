package io.tallystick.rating.pricing;

import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of a price: the exact amount and the steps that add up to it.
 *
 * @param amount unrounded, canonical
 * @param steps in the order of the computation
 */
public record Priced(BigDecimal amount, List<Step> steps) {
    /** Makes the amount canonical and copies the steps. */
    public Priced {
        amount = Decimals.canonical(amount);
        steps = List.copyOf(steps);
    }

    /** The sum of the steps. */
    static Priced of(List<Step> steps) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Step step : steps) {
            sum = sum.add(step.amount());
        }
        return new Priced(sum, steps);
    }

    /** This result with more steps behind it. */
    Priced then(List<Step> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<Step> all = new ArrayList<>(steps);
        all.addAll(more);
        return of(all);
    }
}
