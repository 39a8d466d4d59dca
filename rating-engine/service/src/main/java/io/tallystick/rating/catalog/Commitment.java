package io.tallystick.rating.catalog;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What a billing period costs at least (a line tops it up, the true-up) and at most, over all lines of the plan.
 *
 * @param minimum of every period, or of the periods after the ramp
 * @param maximum of every period
 * @param ramp other minimums for the first periods of the subscription, one phase after the other
 */
public record Commitment(Optional<BigDecimal> minimum, Optional<BigDecimal> maximum, List<Phase> ramp) {
    /** Copies the list. */
    public Commitment {
        ramp = List.copyOf(ramp);
    }

    /**
     * The minimum of a period: with a ramp of 3 periods at 1,000 and a minimum of 5,000, period 2 has 1,000 and period 3 has
     * 5,000.
     *
     * @param period 0 for the first of the subscription
     */
    public Optional<BigDecimal> minimumOf(long period) {
        long end = 0;
        for (Phase phase : ramp) {
            end += phase.periods();
            if (period < end) {
                return Optional.of(phase.minimum());
            }
        }
        return minimum;
    }

    /**
     * A phase of the contract.
     *
     * @param periods how many billing periods it lasts, at least 1
     * @param minimum of each of them
     */
    public record Phase(int periods, BigDecimal minimum) {}
}
