package io.tallystick.schemas.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One text for all JSON texts with the same meaning: sorted fields, no white space, numbers without trailing zeros. */
public final class CanonicalJson {
    private CanonicalJson() {}

    /** The text of a value. */
    public static String text(JsonNode node) {
        StringBuilder out = new StringBuilder(128);
        write(node, out);
        return out.toString();
    }

    static String number(BigDecimal value) {
        if (value.signum() == 0) {
            return "0";
        }
        BigDecimal stripped = stripped(value);
        // An extreme exponent stays in scientific notation: writing it out could take gigabytes.
        return Math.abs((long) stripped.scale()) <= 64 ? stripped.toPlainString() : stripped.toString();
    }

    private static BigDecimal stripped(BigDecimal value) {
        try {
            return value.stripTrailingZeros();
        } catch (ArithmeticException atTheEndOfAllExponents) {
            return value;
        }
    }

    private static void write(JsonNode node, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT -> writeObject(node, out);
            case ARRAY -> {
                out.append('[');
                for (JsonNode element : node) {
                    write(element, out);
                    out.append(',');
                }
                out.append(']');
            }
            case NUMBER -> out.append(number(node.decimalValue()));
            default -> out.append(node);
        }
    }

    private static void writeObject(JsonNode node, StringBuilder out) {
        List<String> names = new ArrayList<>(node.size());
        node.fieldNames().forEachRemaining(names::add);
        Collections.sort(names);
        out.append('{');
        for (String name : names) {
            // The length keeps a name that contains quotes apart from its neighbours without escaping.
            out.append(name.length()).append(':').append(name).append('=');
            write(node.get(name), out);
            out.append(',');
        }
        out.append('}');
    }
}
