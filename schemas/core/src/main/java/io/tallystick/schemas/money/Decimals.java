package io.tallystick.schemas.money;

import java.math.BigDecimal;

/**
 * The one way from text to a decimal and back. Everything is decided on the characters, before any arithmetic: a text
 * such as {@code 1e1000000} would otherwise make a number of a million digits out of nine bytes.
 *
 * <p>Accepted is the grammar of a JSON number (a leading {@code +} and leading zeros are tolerated, spaces are not) with
 * at most {@value #MAX_DIGITS} digits, {@value #MAX_FRACTION_DIGITS} of them after the point, once it is written
 * without an exponent. So {@code 9007199254740993} and {@code 0.1} are exact, {@code 1.5e3} is 1500, and {@code 12abc},
 * {@code NaN}, {@code 0x10}, {@code 1_000} and the empty text are refused.
 */
public final class Decimals {
    /** Digits of a number in plain notation, leading zeros aside; what a {@code numeric(38,20)} column can hold and more. */
    public static final int MAX_DIGITS = 38;

    /** Digits after the decimal point, trailing zeros aside. */
    public static final int MAX_FRACTION_DIGITS = 20;

    /** Characters of the text itself. */
    public static final int MAX_LENGTH = 80;

    private static final int MAX_EXPONENT_DIGITS = 3;
    private static final int QUOTED = 40;

    private Decimals() {}

    /**
     * Reads a decimal in canonical form: {@code "1.50"} gives 1.5, {@code "1.5e3"} gives 1500, {@code "-0.0"} gives 0.
     *
     * @throws DecimalRefused naming the text and the rule that it breaks
     */
    public static BigDecimal parse(String text) {
        if (text == null || text.isEmpty()) {
            throw new DecimalRefused("decimal_missing", "A decimal number is required, the value is missing or empty.");
        }
        if (text.length() > MAX_LENGTH) {
            throw new DecimalRefused(
                    "decimal_too_long",
                    "'%s…' has %d characters; a decimal number may have %d."
                            .formatted(text.substring(0, QUOTED), text.length(), MAX_LENGTH));
        }
        Shape shape = Shape.of(text);
        if (shape == null) {
            throw new DecimalRefused(
                    "decimal_not_a_number",
                    "'%s' is not a decimal number such as 12, -0.5 or 1.5e3.".formatted(quoted(text)));
        }
        if (shape.exponentDigits > MAX_EXPONENT_DIGITS) {
            throw new DecimalRefused(
                    "decimal_exponent_too_large",
                    "'%s' has an exponent of %d digits; write the number out (at most %d digits)."
                            .formatted(quoted(text), shape.exponentDigits, MAX_DIGITS));
        }
        return bounded(canonical(new BigDecimal(text)), text);
    }

    /**
     * The bounds of {@link #parse} for a decimal that was made elsewhere, for instance by a JSON reader that has checked
     * the text already.
     *
     * @return the value in canonical form
     * @throws DecimalRefused if it has more digits than a quantity may have
     */
    public static BigDecimal bounded(BigDecimal value) {
        if (Math.abs((long) value.scale()) > MAX_LENGTH || value.precision() > MAX_LENGTH) {
            throw new DecimalRefused(
                    "decimal_too_many_digits",
                    "A number with %d digits at scale %d is refused; at most %d digits are accepted."
                            .formatted(value.precision(), value.scale(), MAX_DIGITS));
        }
        return bounded(canonical(value), value.toString());
    }

    /** Equal values get equal representations: {@code 1.50} and {@code 1.5} become 1.5, {@code 1E+3} becomes 1000. */
    public static BigDecimal canonical(BigDecimal value) {
        if (value.signum() == 0) {
            return BigDecimal.ZERO;
        }
        if (value.scale() == 0) {
            return value;
        }
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? Rounding.exact(stripped, 0) : stripped;
    }

    /** The one text of a value: plain, without exponent and trailing zeros; {@code 250.00} is {@code "250"}. */
    public static String text(BigDecimal value) {
        return canonical(value).toPlainString();
    }

    /**
     * The number of blocks of {@code size} that have been started: 3.0000000000000000001 in blocks of 3 gives 2, and 3
     * gives 1. Exact for every size of number. Below zero only whole blocks are given back: -5 in blocks of 3 gives -1.
     *
     * @param size greater than zero
     */
    public static BigDecimal startedBlocks(BigDecimal quantity, BigDecimal size) {
        if (size.signum() <= 0) {
            throw new IllegalArgumentException("A block of size " + text(size) + " cannot be counted; it must be > 0.");
        }
        BigDecimal[] parts = quantity.divideAndRemainder(size);
        BigDecimal blocks = parts[1].signum() > 0 ? parts[0].add(BigDecimal.ONE) : parts[0];
        return canonical(blocks);
    }

    private static BigDecimal bounded(BigDecimal value, String text) {
        int integerDigits = Math.max(0, value.precision() - value.scale());
        if (value.scale() > MAX_FRACTION_DIGITS) {
            throw new DecimalRefused(
                    "decimal_too_many_fraction_digits",
                    "'%s' has %d digits after the point; at most %d are accepted."
                            .formatted(quoted(text), value.scale(), MAX_FRACTION_DIGITS));
        }
        if (integerDigits + value.scale() > MAX_DIGITS) {
            throw new DecimalRefused(
                    "decimal_too_many_digits",
                    "'%s' has %d digits; at most %d are accepted."
                            .formatted(quoted(text), integerDigits + value.scale(), MAX_DIGITS));
        }
        return value;
    }

    private static String quoted(String text) {
        return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
    }

    /** What the characters say, in one pass; null from {@link #of} when they are not a number. */
    private static final class Shape {
        private int exponentDigits;

        private static Shape of(String text) {
            Shape shape = new Shape();
            int at = sign(text, 0);
            int digits = digits(text, at);
            at += digits;
            if (digits == 0) {
                return null;
            }
            if (at < text.length() && text.charAt(at) == '.') {
                int fraction = digits(text, at + 1);
                if (fraction == 0) {
                    return null;
                }
                at += 1 + fraction;
            }
            if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
                at = sign(text, at + 1);
                shape.exponentDigits = digits(text, at);
                if (shape.exponentDigits == 0) {
                    return null;
                }
                at += shape.exponentDigits;
            }
            return at == text.length() ? shape : null;
        }

        private static int sign(String text, int at) {
            boolean signed = at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+');
            return signed ? at + 1 : at;
        }

        private static int digits(String text, int from) {
            int at = from;
            // Not Character.isDigit: digits of other scripts are no JSON number.
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            return at - from;
        }
    }
}
