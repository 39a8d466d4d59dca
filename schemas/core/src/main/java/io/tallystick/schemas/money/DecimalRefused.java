package io.tallystick.schemas.money;

/**
 * The text of a decimal that is not accepted: the message quotes the text and the rule, {@link #code()} is stable.
 *
 * <p>Codes: {@code decimal_missing}, {@code decimal_too_long}, {@code decimal_not_a_number}, {@code
 * decimal_exponent_too_large}, {@code decimal_too_many_digits}, {@code decimal_too_many_fraction_digits}.
 */
public final class DecimalRefused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String code;

    DecimalRefused(String code, String message) {
        super(message);
        this.code = code;
    }

    /** The stable snake_case reason, for instance {@code decimal_not_a_number}. */
    public String code() {
        return code;
    }
}
