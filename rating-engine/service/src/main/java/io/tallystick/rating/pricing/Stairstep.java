package io.tallystick.rating.pricing;

import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One amount for a whole range: with steps up to 100 for 10, up to 200 for 20 and above for 30, a quantity of 100 costs 10
 * and 100.5 costs 20. Zero and everything below cost the first step.
 *
 * @param steps ascending, the last one open
 * @param chargeAtZero whether the first step is charged without usage
 */
public record Stairstep(List<Stair> steps, boolean chargeAtZero) implements Price {
    /** Copies the steps. */
    public Stairstep {
        steps = List.copyOf(steps);
    }

    @Override
    public PriceModel model() {
        return PriceModel.STAIRSTEP;
    }

    @Override
    public Priced price(Usage usage) {
        BigDecimal quantity = usage.total();
        Slice slice = Slice.holding(steps, quantity);
        boolean charged = quantity.signum() > 0 || chargeAtZero;
        BigDecimal amount = charged ? steps.get(slice.index()).amount() : BigDecimal.ZERO;
        Step step = Steps.tier(slice, quantity, BigDecimal.ZERO, amount);
        return Priced.of(List.of(step));
    }

    @Override
    public void check(Findings findings) {
        Slice.check(steps, findings.at("steps"));
        for (int i = 0; i < steps.size(); i++) {
            findings.at("steps").at(i).notNegative("amount", steps.get(i).amount());
        }
    }

    /**
     * One step of the stair.
     *
     * @param upTo the last quantity that belongs to it, inclusive; empty on the last step
     * @param amount price of any quantity in it
     */
    public record Stair(Optional<BigDecimal> upTo, BigDecimal amount) implements Bounded {}
}
