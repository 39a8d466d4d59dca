package io.tallystick.rating.aggregation;

import io.tallystick.schemas.money.Decimals;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * MAX: the largest value. Stored as {@code 14.2}, or as the empty text before the first sample.
 *
 * @param value the largest so far
 */
record Max(Optional<BigDecimal> value) implements Compact {
    static final Max EMPTY = new Max(Optional.empty());

    static Max decode(String text) {
        return text.isEmpty() ? EMPTY : new Max(Optional.of(new BigDecimal(text)));
    }

    @Override
    public Max plus(Sample sample) {
        return with(sample.value());
    }

    private Max with(BigDecimal other) {
        return new Max(Optional.of(value.map(other::max).orElse(other)));
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
