package io.tallystick.schemas.money;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * An exact amount of money, to compute with. It never rounds by itself: 0.0004 times 1,000,000.5 is 400.0002, whatever
 * the minor unit of the currency. To put it on an invoice it goes through {@link #round(Rounding)} once.
 *
 * <p>The value is canonical, so two equal amounts are equal records and have equal text: USD 1.50 equals USD 1.5.
 *
 * @param currency of both sides of every operation
 * @param value in units of the currency (dollars, not cents)
 */
public record PreciseAmount(CurrencyUnit currency, BigDecimal value) implements Comparable<PreciseAmount> {

    public PreciseAmount {
        Objects.requireNonNull(currency, "currency");
        value = Decimals.canonical(value);
    }

    /** {@code of("USD", "0.0004")}. */
    public static PreciseAmount of(String currency, String value) {
        return new PreciseAmount(CurrencyUnit.of(currency), Decimals.parse(value));
    }

    /** Nothing, in a currency. */
    public static PreciseAmount zero(CurrencyUnit currency) {
        return new PreciseAmount(currency, BigDecimal.ZERO);
    }

    /** The sum; both must have the same currency. */
    public PreciseAmount plus(PreciseAmount other) {
        return new PreciseAmount(currency, value.add(sameCurrency(other).value));
    }

    /** The difference; both must have the same currency. */
    public PreciseAmount minus(PreciseAmount other) {
        return new PreciseAmount(currency, value.subtract(sameCurrency(other).value));
    }

    /** The exact product: USD 0.067 times 55 is USD 3.685. */
    public PreciseAmount times(BigDecimal factor) {
        return new PreciseAmount(currency, value.multiply(factor));
    }

    /**
     * The exact product with a fraction, divided last and truncated at {@value Rounding#PRECISE_SCALE} fraction digits if
     * it does not terminate: USD 49.00 times 10/31 is USD 15.806451612903225806451612, rounded later to USD 15.81.
     */
    public PreciseAmount timesFraction(BigDecimal numerator, BigDecimal denominator) {
        return new PreciseAmount(currency, Rounding.quotient(value.multiply(numerator), denominator));
    }

    /** The quotient, truncated at {@value Rounding#PRECISE_SCALE} fraction digits if it does not terminate. */
    public PreciseAmount dividedBy(BigDecimal divisor) {
        return new PreciseAmount(currency, Rounding.quotient(value, divisor));
    }

    /** The same amount with the other sign. */
    public PreciseAmount negate() {
        return new PreciseAmount(currency, value.negate());
    }

    /** The smaller of two amounts of the same currency. */
    public PreciseAmount min(PreciseAmount other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** The larger of two amounts of the same currency. */
    public PreciseAmount max(PreciseAmount other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** -1, 0 or 1. */
    public int signum() {
        return value.signum();
    }

    /** Rounds once, by name, to the minor unit: {@code USD 3.685} by {@link Rounding#RATED_LINE} is {@code USD 3.69}. */
    public Money round(Rounding rounding) {
        return rounding.round(this);
    }

    /** The canonical text of the value, without the currency: {@code "400.0002"}. */
    public String text() {
        return value.toPlainString();
    }

    @Override
    public int compareTo(PreciseAmount other) {
        return value.compareTo(sameCurrency(other).value);
    }

    @Override
    public String toString() {
        return currency + " " + text();
    }

    private PreciseAmount sameCurrency(PreciseAmount other) {
        if (!currency.equals(other.currency)) {
            throw new CurrencyMismatch(currency, other.currency);
        }
        return other;
    }
}
