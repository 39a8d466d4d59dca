package io.tallystick.rating.pricing;

import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A tier of a graduated or volume price.
 *
 * @param upTo the last quantity that belongs to it, inclusive; empty on the last tier
 * @param rate what the units in it cost
 * @param flatFee charged once when the tier is reached, 0 if there is none
 */
public record Tier(Optional<BigDecimal> upTo, Rate rate, BigDecimal flatFee) implements Bounded {

    /** The arithmetic of this tier for a slice; {@code charged} says whether its flat fee is due. */
    Step step(Slice slice, boolean charged) {
        BigDecimal fee = charged ? flatFee : BigDecimal.ZERO;
        return switch (rate) {
            case UnitRate(BigDecimal unitPrice) -> Steps.tier(slice, slice.quantity(), unitPrice, fee);
            case BlockRate(BigDecimal size, BigDecimal price) ->
                Steps.tier(slice, Decimals.startedBlocks(slice.quantity(), size), price, fee);
        };
    }

    static void check(List<Tier> tiers, Findings findings) {
        Slice.check(tiers, findings);
        for (int i = 0; i < tiers.size(); i++) {
            tiers.get(i).check(findings.at(i));
        }
    }

    private void check(Findings findings) {
        findings.notNegative("flatFee", flatFee);
        switch (rate) {
            case UnitRate(BigDecimal unitPrice) -> findings.notNegative("unitPrice", unitPrice);
            case BlockRate(BigDecimal size, BigDecimal price) -> {
                findings.positive("packageSize", size);
                findings.notNegative("packagePrice", price);
            }
        }
    }

    /** What the units of a tier cost. */
    public sealed interface Rate {}

    /**
     * So much for each unit; 0 in a tier that has only a flat fee.
     *
     * @param unitPrice price of one
     */
    public record UnitRate(BigDecimal unitPrice) implements Rate {}

    /**
     * So much for each started block of units.
     *
     * @param packageSize units in a block, greater than 0
     * @param packagePrice price of a block
     */
    public record BlockRate(BigDecimal packageSize, BigDecimal packagePrice) implements Rate {}
}
