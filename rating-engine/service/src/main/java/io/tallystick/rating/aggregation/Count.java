package io.tallystick.rating.aggregation;

import java.math.BigDecimal;

/**
 * COUNT: how many samples there are, whatever their values. Stored as {@code 3}.
 *
 * @param count so many
 */
record Count(long count) implements Compact {
    static final Count EMPTY = new Count(0);

    static Count decode(String text) {
        return new Count(Long.parseLong(text));
    }

    @Override
    public Count plus(Sample sample) {
        return new Count(Math.addExact(count, 1));
    }

    @Override
    public BigDecimal quantity() {
        return BigDecimal.valueOf(count);
    }

    @Override
    public String encode() {
        return Long.toString(count);
    }
}
