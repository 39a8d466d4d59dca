package io.tallystick.rating.aggregation;

import io.tallystick.schemas.money.Decimals;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * MIN: the smallest value. Stored as {@code 0.5}, or as the empty text before the first sample.
 *
 * @param value the smallest so far
 */
record Min(Optional<BigDecimal> value) implements Compact {
    static final Min EMPTY = new Min(Optional.empty());

    static Min decode(String text) {
        return text.isEmpty() ? EMPTY : new Min(Optional.of(new BigDecimal(text)));
    }

    @Override
    public Min plus(Sample sample) {
        return with(sample.value());
    }

    private Min with(BigDecimal other) {
        return new Min(Optional.of(value.map(other::min).orElse(other)));
    }

    @Override
    public BigDecimal quantity() {
        return value.map(Decimals::canonical).orElse(BigDecimal.ZERO);
    }

    @Override
    public String encode() {
        return value.map(Decimals::text).orElse("");
    }
}
