package io.tallystick.rating.pricing;

import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.money.Rounding;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Converts a quantity into the unit of the price: 1,400 tokens divided by 1,000 and rounded up are 2. The multiplication
 * comes first; the quotient is rounded once, exactly.
 *
 * @param multiplyBy 1 if absent
 * @param divideBy 1 if absent, never 0
 * @param round how a fraction is rounded; not at all if absent
 * @param scale fraction digits after rounding; -2 rounds to hundreds
 */
public record Transform(
        Optional<BigDecimal> multiplyBy, Optional<BigDecimal> divideBy, Optional<Round> round, int scale) {
    /** Most fraction digits, and most zeros before the point. */
    public static final int MAX_SCALE = 20;

    /** The quantity in the unit of the price. */
    public BigDecimal apply(BigDecimal quantity) {
        BigDecimal product = quantity.multiply(multiplyBy.orElse(BigDecimal.ONE));
        BigDecimal divisor = divideBy.orElse(BigDecimal.ONE);
        return round.map(mode -> mode.rounding.quotientAt(product, divisor, scale))
                .orElseGet(() -> Rounding.quotient(product, divisor));
    }

    void check(Findings findings) {
        multiplyBy.ifPresent(factor -> findings.positive("multiplyBy", factor));
        divideBy.ifPresent(divisor -> findings.positive("divideBy", divisor));
        if (Math.abs(scale) > MAX_SCALE) {
            findings.at("scale").add("scale_out_of_range", scale, "must be -" + MAX_SCALE + " to " + MAX_SCALE);
        }
    }

    /** {@code × 4 ÷ 1000, rounded up}. */
    String label() {
        return multiplyBy.map(factor -> " × " + Decimals.text(factor)).orElse("")
                + divideBy.map(divisor -> " ÷ " + Decimals.text(divisor)).orElse("")
                + round.map(mode -> ", rounded " + mode.words).orElse("");
    }

    /** How a converted quantity is rounded. */
    public enum Round {
        /** Toward positive infinity: 1.4 is 2, -1.4 is -1. */
        UP(Rounding.UNITS_UP, "up"),
        /** Toward negative infinity: 1.9 is 1, -1.4 is -2. */
        DOWN(Rounding.UNITS_DOWN, "down"),
        /** To the nearest, ties away from zero: 2.5 is 3, -2.5 is -3. */
        HALF_UP(Rounding.UNITS_HALF_UP, "half up");

        private final Rounding rounding;
        private final String words;

        Round(Rounding rounding, String words) {
            this.rounding = rounding;
            this.words = words;
        }
    }
}
