package io.tallystick.rating.aggregation;

import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.money.Rounding;
import java.math.BigDecimal;

/**
 * AVERAGE: the sum of the values over their number, divided once at the end; 1, 2 and 2 give 1.666666666666666666666666.
 * Stored as {@code 5/3}.
 *
 * @param sum of all values
 * @param count how many
 */
record Average(BigDecimal sum, long count) implements Compact {
    static final Average EMPTY = new Average(BigDecimal.ZERO, 0);

    static Average decode(String text) {
        int slash = text.indexOf('/');
        return new Average(new BigDecimal(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1)));
    }

    @Override
    public Average plus(Sample sample) {
        return new Average(sum.add(sample.value()), Math.addExact(count, 1));
    }

    @Override
    public BigDecimal quantity() {
        return count == 0 ? BigDecimal.ZERO : Rounding.quotient(sum, BigDecimal.valueOf(count));
    }

    @Override
    public String encode() {
        return Decimals.text(sum) + "/" + count;
    }
}
