package io.tallystick.rating.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * The one text of a set of dimension values: names in order, every name and value with its length, so that no two sets have
 * the same text: {@code 5:class=8:standard;}.
 */
public final class Dimensions {
    private Dimensions() {}

    /** The text of a set; "" for none. */
    public static String text(Map<String, String> values) {
        if (values.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        new TreeMap<>(values).forEach((name, value) -> append(out, name, value));
        return out.toString();
    }

    /** The text of a set of one. */
    static String text(String name, String value) {
        StringBuilder out = new StringBuilder(name.length() + value.length() + 8);
        append(out, name, value);
        return out.toString();
    }

    private static void append(StringBuilder out, String name, String value) {
        out.append(name.length())
                .append(':')
                .append(name)
                .append('=')
                .append(value.length())
                .append(':')
                .append(value)
                .append(';');
    }

    /**
     * The set of a text.
     *
     * @throws IllegalArgumentException if {@link #text} did not make it
     */
    public static Map<String, String> parse(String text) {
        Map<String, String> values = new TreeMap<>();
        int at = 0;
        while (at < text.length()) {
            int nameAt = text.indexOf(':', at) + 1;
            int nameEnd = nameAt + length(text, at, nameAt);
            int valueAt = text.indexOf(':', nameEnd) + 1;
            int valueEnd = valueAt + length(text, nameEnd + 1, valueAt);
            if (valueEnd >= text.length() || text.charAt(valueEnd) != ';') {
                throw new IllegalArgumentException("not a text of dimensions: " + text);
            }
            values.put(text.substring(nameAt, nameEnd), text.substring(valueAt, valueEnd));
            at = valueEnd + 1;
        }
        return values;
    }

    private static int length(String text, int from, int end) {
        if (end <= from) {
            throw new IllegalArgumentException("not a text of dimensions: " + text);
        }
        return Integer.parseInt(text, from, end - 1, 10);
    }
}
