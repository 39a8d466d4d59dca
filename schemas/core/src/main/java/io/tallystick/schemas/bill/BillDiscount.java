package io.tallystick.schemas.bill;

import io.tallystick.schemas.money.Money;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;

/**
 * Something that is taken off before tax.
 *
 * @param code stable name
 * @param name for people
 * @param level whether it looks at every line by itself or at their sum
 * @param scope the lines that it counts and lowers
 * @param off how much
 */
public record BillDiscount(String code, String name, Level level, Scope scope, Off off) {

    /** What a discount looks at. */
    public enum Level {
        /** Every line by itself; comes first. */
        LINE,
        /** The sum of the lines. */
        INVOICE
    }

    /** How much is taken off. */
    public sealed interface Off {}

    /**
     * A share of what the discounts before have left.
     *
     * @param rate 0.05 is 5 %
     */
    public record Percent(BigDecimal rate) implements Off {}

    /**
     * A share that grows with the sum: with 5 % from 1,000 and 10 % from 5,000, a sum of 6,000.00 gets 600.00 off.
     *
     * @param steps in any order; kept ascending
     */
    public record Volume(List<Step> steps) implements Off {
        /** Sorts the steps. */
        public Volume {
            steps = steps.stream().sorted(Comparator.comparing(Step::from)).toList();
        }

        /** The rate of a sum, 0 below the first step. */
        public BigDecimal rateOf(Money sum) {
            BigDecimal rate = BigDecimal.ZERO;
            for (Step step : steps) {
                if (sum.value().compareTo(step.from()) >= 0) {
                    rate = step.rate();
                }
            }
            return rate;
        }
    }

    /**
     * A step of a volume discount.
     *
     * @param from the smallest sum that gets it, inclusive
     * @param rate 0.05 is 5 %
     */
    public record Step(BigDecimal from, BigDecimal rate) {}

    /**
     * An amount, but never more than there is.
     *
     * @param amount in the currency of the bill
     */
    public record Fixed(Money amount) implements Off {}
}
