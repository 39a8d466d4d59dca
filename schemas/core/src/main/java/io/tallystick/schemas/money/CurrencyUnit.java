package io.tallystick.schemas.money;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A currency of ISO 4217 with the digits of its minor unit: USD has 2, JPY has 0, KWD has 3, CLF has 4.
 *
 * @param code three capital letters
 * @param minorDigits digits after the point that an invoice shows
 */
public record CurrencyUnit(String code, int minorDigits) implements Comparable<CurrencyUnit> {
    private static final Map<String, CurrencyUnit> KNOWN = new ConcurrentHashMap<>();

    /**
     * The currency of a code.
     *
     * @throws UnknownCurrency naming the code; funds, metals and test codes such as XAU or XXX have no minor unit and
     *     are refused too
     */
    public static CurrencyUnit of(String code) {
        CurrencyUnit known = code == null ? null : KNOWN.get(code);
        return known != null ? known : lookUp(code);
    }

    private static CurrencyUnit lookUp(String code) {
        // Checked by hand: java.util.Currency takes only these, but its message does not name the code.
        if (code == null || !code.matches("[A-Z]{3}")) {
            throw new UnknownCurrency(code);
        }
        try {
            int digits = java.util.Currency.getInstance(code).getDefaultFractionDigits();
            if (digits < 0) {
                throw new UnknownCurrency(code);
            }
            return KNOWN.computeIfAbsent(code, known -> new CurrencyUnit(known, digits));
        } catch (UnknownCurrency unknown) {
            throw unknown;
        } catch (IllegalArgumentException unknown) {
            throw new UnknownCurrency(code, unknown);
        }
    }

    @Override
    public int compareTo(CurrencyUnit other) {
        return Comparator.comparing(CurrencyUnit::code).compare(this, other);
    }

    @Override
    public String toString() {
        return code;
    }

    /** A code that names no currency; {@link #code()} is {@code unknown_currency}. */
    public static final class UnknownCurrency extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private UnknownCurrency(String given) {
            this(given, null);
        }

        private UnknownCurrency(String given, Throwable cause) {
            super("'%s' is not a currency code of ISO 4217 such as USD, EUR or JPY.".formatted(given), cause);
        }

        /** The stable reason {@code unknown_currency}. */
        public String code() {
            return "unknown_currency";
        }
    }
}
