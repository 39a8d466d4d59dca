package io.tallystick.schemas.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** Reads quantities under bounds that are checked before any arithmetic. */
final class Quantities {
    /** Most digits before the decimal point. */
    static final int MAX_INTEGER_DIGITS = 20;

    /** Most digits after the decimal point. */
    static final int MAX_FRACTION_DIGITS = 20;

    private static final int MAX_TEXT = 64;

    /** Beyond this no stripping of zeros brings a quantity into the bounds, and at the very end it would overflow. */
    private static final int MOST_SCALE = 10_000;

    private Quantities() {}

    static BigDecimal read(JsonNode node, String pointer) {
        if (node.isMissingNode() || node.isNull()) {
            throw Refusal.of(ReasonCode.MISSING_QUANTITY, pointer, "there is no quantity")
                    .exception();
        }
        if (!node.isNumber() && !node.isTextual()) {
            throw invalid(pointer, node.toString());
        }
        return node.isNumber() ? bounded(node.decimalValue(), node.asText(), pointer) : read(node.textValue(), pointer);
    }

    /** The quantity that is written as a text. */
    static BigDecimal read(String text, String pointer) {
        return bounded(parse(text, pointer), text, pointer);
    }

    private static BigDecimal bounded(BigDecimal value, String text, String pointer) {
        if (value.signum() == 0) {
            return BigDecimal.ZERO;
        }
        // precision and scale are kept by BigDecimal; neither expands the number.
        long fraction = value.scale();
        long integer = (long) value.precision() - value.scale();
        if (fraction > MAX_FRACTION_DIGITS || integer > MAX_INTEGER_DIGITS || fraction < -MAX_INTEGER_DIGITS) {
            boolean near = value.precision() <= MAX_TEXT && Math.abs(fraction) <= MOST_SCALE;
            BigDecimal stripped = near ? value.stripTrailingZeros() : value;
            if (stripped.scale() > MAX_FRACTION_DIGITS
                    || (long) stripped.precision() - stripped.scale() > MAX_INTEGER_DIGITS) {
                throw Refusal.of(
                                ReasonCode.QUANTITY_TOO_LARGE,
                                pointer,
                                shorten(text) + " has more than " + MAX_INTEGER_DIGITS + " digits before or "
                                        + MAX_FRACTION_DIGITS + " after the decimal point")
                        .exception();
            }
            return stripped;
        }
        return value;
    }

    private static BigDecimal parse(String text, String pointer) {
        if (text.isEmpty() || text.length() > MAX_TEXT || !isDecimal(text)) {
            throw invalid(pointer, text);
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException notDecimal) {
            throw invalid(pointer, text);
        }
    }

    /** ASCII only: BigDecimal alone would also take other scripts' digits. */
    private static boolean isDecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && "-+.eE".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static RefusedException invalid(String pointer, String value) {
        return Refusal.of(ReasonCode.INVALID_QUANTITY, pointer, "\"" + shorten(value) + "\" is not a decimal number")
                .exception();
    }

    private static String shorten(String value) {
        return value.length() <= 40 ? value : value.substring(0, 40) + "…";
    }
}
