package io.tallystick.rating.pricing;

import java.math.BigDecimal;
import java.util.List;

/**
 * All units cost what the tier of the whole quantity says. With tiers up to 100 at 2 and above at 1 plus a fee of 50, a
 * quantity of 100 costs 200 and 100.5 costs 100.5 × 1 + 50 = 150.50: every quantity falls in exactly one tier.
 *
 * <p>Below zero the first tier goes on; its flat fee stays as at zero.
 *
 * @param tiers ascending, the last one open
 * @param chargeAtZero whether the flat fee of the first tier is charged without usage
 */
public record Volume(List<Tier> tiers, boolean chargeAtZero) implements Price {
    /** Copies the tiers. */
    public Volume {
        tiers = List.copyOf(tiers);
    }

    @Override
    public PriceModel model() {
        return PriceModel.VOLUME;
    }

    @Override
    public Priced price(Usage usage) {
        BigDecimal quantity = usage.total();
        Slice slice = Slice.holding(tiers, quantity);
        boolean reached = quantity.signum() > 0 || chargeAtZero;
        return Priced.of(List.of(tiers.get(slice.index()).step(slice, reached)));
    }

    @Override
    public void check(Findings findings) {
        Tier.check(tiers, findings.at("tiers"));
    }
}
