package io.tallystick.rating.aggregation;

import io.tallystick.schemas.money.Decimals;
import java.math.BigDecimal;

/**
 * SUM: exact; 0.1 added ten times is 1. Negative values are corrections and may bring it below zero. Stored as {@code 12.5}.
 *
 * @param sum of all values
 */
record Sum(BigDecimal sum) implements Compact {
    static final Sum EMPTY = new Sum(BigDecimal.ZERO);

    static Sum decode(String text) {
        return new Sum(new BigDecimal(text));
    }

    @Override
    public Sum plus(Sample sample) {
        return new Sum(sum.add(sample.value()));
    }

    @Override
    public BigDecimal quantity() {
        return Decimals.canonical(sum);
    }

    @Override
    public String encode() {
        return Decimals.text(sum);
    }
}
