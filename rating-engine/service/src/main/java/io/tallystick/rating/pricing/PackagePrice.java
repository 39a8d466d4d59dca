package io.tallystick.rating.pricing;

import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * So much for each started package: 121 units with 10 free ones, in packages of 10 at 100, are 12 packages (111 units, the
 * last one started) and cost 1,200. 3.0000000000000000001 units in packages of 3 are 2 packages.
 *
 * <p>Below zero only whole packages are given back: -15 units in packages of 10 are -1 package.
 *
 * @param packageSize units in a package, greater than 0
 * @param packagePrice price of a package
 * @param freeUnits units before the first package, 0 if there are none
 */
public record PackagePrice(BigDecimal packageSize, BigDecimal packagePrice, BigDecimal freeUnits) implements Price {
    @Override
    public PriceModel model() {
        return PriceModel.PACKAGE;
    }

    @Override
    public Priced price(Usage usage) {
        BigDecimal quantity = usage.total();
        BigDecimal free = quantity.min(freeUnits).max(BigDecimal.ZERO);
        List<Step> steps = new ArrayList<>(2);
        if (free.signum() > 0) {
            steps.add(Steps.free("free units", free));
        }
        BigDecimal packages = Decimals.startedBlocks(quantity.subtract(free), packageSize);
        steps.add(Steps.times("packages of " + Decimals.text(packageSize), packages, packagePrice));
        return Priced.of(steps);
    }

    @Override
    public void check(Findings findings) {
        findings.positive("packageSize", packageSize);
        findings.notNegative("packagePrice", packagePrice);
        findings.notNegative("freeUnits", freeUnits);
    }
}
