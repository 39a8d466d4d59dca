package io.tallystick.schemas.money;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * An amount at the minor unit of its currency: the only amount that stands on an invoice. {@code USD 12.30} is always
 * written with both digits, {@code JPY 12} with none.
 *
 * @param currency of both sides of every operation
 * @param value in units of the currency, at exactly its minor digits
 */
public record Money(CurrencyUnit currency, BigDecimal value) implements Comparable<Money> {

    public Money {
        Objects.requireNonNull(currency, "currency");
        if (value.scale() != currency.minorDigits()) {
            value = atMinorDigits(currency, value);
        }
    }

    /**
     * {@code of("USD", "12.3")} is USD 12.30; {@code of("USD", "12.345")} is refused, because nothing rounds unless asked.
     *
     * @throws IllegalArgumentException if the value has more digits than the currency
     */
    public static Money of(String currency, String value) {
        return new Money(CurrencyUnit.of(currency), Decimals.parse(value));
    }

    /** {@code ofMinor(USD, 1230)} is USD 12.30. */
    public static Money ofMinor(CurrencyUnit currency, long minorUnits) {
        return new Money(currency, BigDecimal.valueOf(minorUnits, currency.minorDigits()));
    }

    /** Nothing, in a currency. */
    public static Money zero(CurrencyUnit currency) {
        return ofMinor(currency, 0);
    }

    /** The sum; both must have the same currency. */
    public Money plus(Money other) {
        return new Money(currency, value.add(sameCurrency(other).value));
    }

    /** The difference; both must have the same currency. */
    public Money minus(Money other) {
        return new Money(currency, value.subtract(sameCurrency(other).value));
    }

    /** The same amount with the other sign. */
    public Money negate() {
        return new Money(currency, value.negate());
    }

    /** The smaller of two amounts of the same currency. */
    public Money min(Money other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** The larger of two amounts of the same currency. */
    public Money max(Money other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** -1, 0 or 1. */
    public int signum() {
        return value.signum();
    }

    /**
     * The amount in minor units: USD 12.30 is 1230.
     *
     * @throws ArithmeticException if it does not fit into 64 bits
     */
    public long minorUnits() {
        return value.unscaledValue().longValueExact();
    }

    /** The same amount, to compute with. */
    public PreciseAmount precise() {
        return new PreciseAmount(currency, value);
    }

    /**
     * Splits the amount in proportion to weights, by the largest remainder: the shares always sum to the whole, and each
     * differs from its exact share by less than one minor unit. A tie goes to the earlier share. USD 100.00 over 1, 1, 1
     * is 33.34, 33.33, 33.33; USD -0.05 over 1, 1 is -0.03, -0.02.
     *
     * @param weights none negative, at least one greater than zero
     */
    public List<Money> allocate(List<BigDecimal> weights) {
        return LargestRemainder.split(this, weights);
    }

    /** The value with the digits of its currency, without the code: {@code "12.30"}. */
    public String text() {
        return value.toPlainString();
    }

    @Override
    public int compareTo(Money other) {
        return value.compareTo(sameCurrency(other).value);
    }

    @Override
    public String toString() {
        return currency + " " + text();
    }

    private Money sameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new CurrencyMismatch(currency, other.currency);
        }
        return other;
    }

    private static BigDecimal atMinorDigits(CurrencyUnit currency, BigDecimal value) {
        try {
            return Rounding.exact(value, currency.minorDigits());
        } catch (ArithmeticException tooPrecise) {
            throw new IllegalArgumentException(
                    "%s %s has more than %d digits after the point; round it by a named Rounding first."
                            .formatted(currency, value.toPlainString(), currency.minorDigits()),
                    tooPrecise);
        }
    }
}
