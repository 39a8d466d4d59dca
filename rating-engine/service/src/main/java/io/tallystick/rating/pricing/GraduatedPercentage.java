package io.tallystick.rating.pricing;

import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A share of the period's amount, by tiers of that amount: up to 10 at 1 % plus 200, up to 20 at 2 % plus 300 makes 12 cost
 * 0.10 + 200 + 0.04 + 300 = 500.14. Bounds, flat fees and amounts below zero as in {@link Graduated}.
 *
 * @param tiers ascending, the last one open
 * @param chargeAtZero whether the flat fee of the first tier is charged without usage
 */
public record GraduatedPercentage(List<RateTier> tiers, boolean chargeAtZero) implements Price {
    /** Copies the tiers. */
    public GraduatedPercentage {
        tiers = List.copyOf(tiers);
    }

    @Override
    public PriceModel model() {
        return PriceModel.GRADUATED_PERCENTAGE;
    }

    @Override
    public Priced price(Usage usage) {
        BigDecimal amount = usage.total();
        boolean reached = amount.signum() > 0 || chargeAtZero;
        List<Step> steps = new ArrayList<>(tiers.size());
        for (Slice slice : Slice.of(tiers, amount)) {
            RateTier tier = tiers.get(slice.index());
            steps.add(Steps.tier(slice, slice.quantity(), tier.rate(), reached ? tier.flatFee() : BigDecimal.ZERO));
        }
        return Priced.of(steps);
    }

    @Override
    public void check(Findings findings) {
        Slice.check(tiers, findings.at("tiers"));
        for (int i = 0; i < tiers.size(); i++) {
            findings.at("tiers").at(i).notNegative("rate", tiers.get(i).rate());
            findings.at("tiers").at(i).notNegative("flatFee", tiers.get(i).flatFee());
        }
    }

    /**
     * A tier of the amount.
     *
     * @param upTo the last amount that belongs to it, inclusive; empty on the last tier
     * @param rate share of the amount in the tier, 0.029 is 2.9 %
     * @param flatFee charged once when the tier is reached
     */
    public record RateTier(Optional<BigDecimal> upTo, BigDecimal rate, BigDecimal flatFee) implements Bounded {}
}
