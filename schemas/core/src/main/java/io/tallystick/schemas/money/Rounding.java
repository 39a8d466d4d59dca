package io.tallystick.schemas.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Every rounding of the product by its name. This is the only file in which digits are dropped; the build bans {@code
 * setScale} and {@code RoundingMode} elsewhere.
 *
 * <p>A line is computed exactly (or, where a division does not terminate, {@link #PRECISE}) and rounded once. Truncating
 * at 24 fraction digits first does not change the result of rounding half away from zero at 0 to 4 digits: a tie such as
 * 0.005 has no digits beyond the fourth, so the truncated value lies on the same side of the tie as the exact one.
 */
public enum Rounding {
    /** A quotient that does not terminate: toward zero at 24 fraction digits; 1/3 is 0.333333333333333333333333. */
    PRECISE(RoundingMode.DOWN),
    /** The amount of a rated line, half away from zero to the minor unit: USD 3.685 is USD 3.69, JPY -99.5 is JPY -100. */
    RATED_LINE(RoundingMode.HALF_UP),
    /** A minimum, maximum or commitment of a period, half away from zero to the minor unit. */
    COMMITMENT(RoundingMode.HALF_UP),
    /** A tax amount, half away from zero to the minor unit, once for each rate. */
    TAX(RoundingMode.HALF_UP),
    /** A discount, half away from zero to the minor unit. */
    DISCOUNT(RoundingMode.HALF_UP),
    /** A unit conversion that rounds up: toward positive infinity; 1.4 is 2 and -2.5 is -2. */
    UNITS_UP(RoundingMode.CEILING),
    /** A unit conversion that rounds down: toward negative infinity; 1.9 is 1 and -2.5 is -3. */
    UNITS_DOWN(RoundingMode.FLOOR),
    /** A unit conversion to the nearest, ties away from zero: 2.5 is 3 and -2.5 is -3. */
    UNITS_HALF_UP(RoundingMode.HALF_UP);

    /** Fraction digits that a non-terminating quotient keeps. */
    public static final int PRECISE_SCALE = 24;

    private final RoundingMode mode;

    Rounding(RoundingMode mode) {
        this.mode = mode;
    }

    /**
     * Rounds an exact amount to the minor unit of its currency: {@code RATED_LINE.round(USD 400.0002)} is USD 400.00.
     * This is the only way from {@link PreciseAmount} to {@link Money} that may lose a digit.
     */
    public Money round(PreciseAmount amount) {
        CurrencyUnit currency = amount.currency();
        return new Money(currency, amount.value().setScale(currency.minorDigits(), mode));
    }

    /**
     * Rounds a quantity to a number of fraction digits, below zero to tens and hundreds: {@code
     * UNITS_DOWN.toScale(123.456, -2)} is 100.
     */
    public BigDecimal toScale(BigDecimal value, int scale) {
        return Decimals.canonical(value.setScale(scale, mode));
    }

    /**
     * The exact quotient, rounded once to a number of fraction digits: {@code UNITS_UP.quotientAt(1400, 1000, 0)} is 2.
     *
     * @throws ArithmeticException if the divisor is zero
     */
    public BigDecimal quotientAt(BigDecimal dividend, BigDecimal divisor, int scale) {
        return Decimals.canonical(dividend.divide(divisor, scale, mode));
    }

    /**
     * The quotient, exact if it terminates within {@value #PRECISE_SCALE} fraction digits, else truncated there ({@link
     * #PRECISE}): 1/8 is 0.125, 2/3 is 0.666666666666666666666666.
     *
     * @throws ArithmeticException if the divisor is zero
     */
    public static BigDecimal quotient(BigDecimal dividend, BigDecimal divisor) {
        return Decimals.canonical(dividend.divide(divisor, PRECISE_SCALE, PRECISE.mode));
    }

    /**
     * Changes only the representation: 1.5 at scale 2 is 1.50.
     *
     * @throws ArithmeticException if a digit would be lost
     */
    static BigDecimal exact(BigDecimal value, int scale) {
        return value.setScale(scale, RoundingMode.UNNECESSARY);
    }
}
