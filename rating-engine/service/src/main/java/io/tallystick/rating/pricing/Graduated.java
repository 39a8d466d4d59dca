package io.tallystick.rating.pricing;

import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Each unit costs what its tier says. With tiers up to 10,000 at 0, up to 50,000 at 0.0050 and above at 0.0040, a quantity
 * of 60,000 costs 0 + 40,000 × 0.0050 + 10,000 × 0.0040 = 240.00. A flat fee is charged once when its tier is reached: at
 * exactly 10,000 the second tier is not reached yet, at 10,000.0001 it is.
 *
 * <p>Below zero the units are given back at the price of the first tier; its flat fee stays as at zero.
 *
 * @param tiers ascending, the last one open
 * @param chargeAtZero whether the flat fee of the first tier is charged without usage
 */
public record Graduated(List<Tier> tiers, boolean chargeAtZero) implements Price {
    /** Copies the tiers. */
    public Graduated {
        tiers = List.copyOf(tiers);
    }

    @Override
    public PriceModel model() {
        return PriceModel.GRADUATED;
    }

    @Override
    public Priced price(Usage usage) {
        BigDecimal quantity = usage.total();
        boolean reached = quantity.signum() > 0 || chargeAtZero;
        List<Step> steps = new ArrayList<>(tiers.size());
        for (Slice slice : Slice.of(tiers, quantity)) {
            steps.add(tiers.get(slice.index()).step(slice, reached));
        }
        return Priced.of(steps);
    }

    @Override
    public void check(Findings findings) {
        Tier.check(tiers, findings.at("tiers"));
    }
}
