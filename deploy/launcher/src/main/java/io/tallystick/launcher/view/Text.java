package io.tallystick.launcher.view;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;

/** Figures for people; every digit is kept. */
public final class Text {
    private Text() {}

    /** {@code 73406} is {@code 73,406}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1234567.8900} is {@code 1,234,567.8900}. */
    public static String decimal(BigDecimal value) {
        BigInteger whole = value.abs().toBigInteger();
        String sign = value.signum() < 0 ? "-" : "";
        String fraction = value.abs().subtract(new BigDecimal(whole)).toPlainString();
        return sign + String.format(Locale.ROOT, "%,d", whole) + (value.scale() > 0 ? fraction.substring(1) : "");
    }

    /** {@code right("12.30", 8)} is {@code "   12.30"}. */
    public static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - length(text))) + text;
    }

    /** {@code left("fee", 6)} is {@code "fee   "}; what is too long is cut. */
    public static String left(String text, int width) {
        if (length(text) > width) {
            return text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
        }
        return text + " ".repeat(width - length(text));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
