package io.tallystick.rating.pricing;

import io.tallystick.schemas.money.Rounding;
import java.math.BigDecimal;

/**
 * The part of a full period that a line covers, as an exact fraction: 10 of 31 days.
 *
 * @param part 0 or more
 * @param whole greater than 0
 */
public record Share(BigDecimal part, BigDecimal whole) {
    /** A full period. */
    public static final Share FULL = new Share(BigDecimal.ONE, BigDecimal.ONE);

    public Share {
        if (part.signum() < 0 || whole.signum() <= 0) {
            throw new IllegalArgumentException("A share of %s of %s is not possible.".formatted(part, whole));
        }
    }

    /** {@code of(10, 31)}. */
    public static Share of(long part, long whole) {
        return new Share(BigDecimal.valueOf(part), BigDecimal.valueOf(whole));
    }

    /** Whether it is a full period. */
    public boolean full() {
        return part.compareTo(whole) == 0;
    }

    /** The amount times the fraction, divided last and truncated at 24 fraction digits if it does not terminate. */
    public BigDecimal of(BigDecimal amount) {
        return full() ? amount : Rounding.quotient(amount.multiply(part), whole);
    }
}
