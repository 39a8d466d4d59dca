package io.tallystick.rating.catalog;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Something taken off the invoice, before tax: a share or an amount of the lines of some charges. It never makes their sum
 * negative.
 *
 * @param key unique in the plan
 * @param name for people
 * @param of keys of the charges whose lines it counts and lowers; empty: all of the plan
 * @param off how much
 */
public record Discount(String key, Optional<String> name, List<String> of, Off off) {
    /** Copies the list. */
    public Discount {
        of = List.copyOf(of);
    }

    /** What stands on the invoice. */
    public String displayName() {
        return name.orElse(key);
    }

    /** How much is taken off. */
    public sealed interface Off {}

    /**
     * A share of the sum.
     *
     * @param rate 0.05 is 5 %
     */
    public record Percent(BigDecimal rate) implements Off {}

    /**
     * An amount.
     *
     * @param amount in the currency of the plan
     */
    public record Amount(BigDecimal amount) implements Off {}

    /**
     * A share of the whole sum that grows with it: 5 % from 1,000, 10 % from 5,000; 6,000 gets 600 off.
     *
     * @param steps ascending
     */
    public record Volume(List<Step> steps) implements Off {
        /** Copies the list. */
        public Volume {
            steps = List.copyOf(steps);
        }

        /** The rate of a sum, 0 below the first step. */
        public BigDecimal rateOf(BigDecimal sum) {
            BigDecimal rate = BigDecimal.ZERO;
            for (Step step : steps) {
                if (sum.compareTo(step.from()) >= 0) {
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
}
