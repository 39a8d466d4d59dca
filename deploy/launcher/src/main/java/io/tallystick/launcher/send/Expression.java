package io.tallystick.launcher.send;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a value comes from. */
sealed interface Expression {
    /** A prefix that makes the rest a constant. */
    String CONSTANT = "const:";

    /** A prefix that makes the rest a text with {@code {column}} in it. */
    String TEMPLATE = "template:";

    /** A prefix for columns whose name looks like something else. */
    String COLUMN = "column:";

    /** The value for a row; "" if its column is empty. */
    String valueOf(List<String> row);

    /**
     * Reads {@code const:text}, {@code template:text with {column}}, {@code column:name} or just {@code name}.
     *
     * @param columns gives the index of a column, or refuses its name
     */
    static Expression parse(String text, ToIntFunction<String> columns) {
        if (text.startsWith(CONSTANT)) {
            return new Constant(text.substring(CONSTANT.length()));
        }
        if (text.startsWith(TEMPLATE)) {
            return Template.parse(text.substring(TEMPLATE.length()), columns);
        }
        String name = text.startsWith(COLUMN) ? text.substring(COLUMN.length()) : text;
        return new Column(name, columns.applyAsInt(name));
    }

    /** The same for every row. */
    record Constant(String text) implements Expression {
        @Override
        public String valueOf(List<String> row) {
            return text;
        }
    }

    /** One cell. */
    record Column(String name, int index) implements Expression {
        @Override
        public String valueOf(List<String> row) {
            return row.get(index).strip();
        }
    }

    /** Pieces in a row. */
    record Template(List<Expression> parts) implements Expression {
        private static final Pattern PLACE = Pattern.compile("\\{([^{}]+)}");

        static Template parse(String text, ToIntFunction<String> columns) {
            List<Expression> parts = new ArrayList<>();
            Matcher places = PLACE.matcher(text);
            int from = 0;
            while (places.find()) {
                parts.add(new Constant(text.substring(from, places.start())));
                parts.add(new Column(places.group(1), columns.applyAsInt(places.group(1))));
                from = places.end();
            }
            parts.add(new Constant(text.substring(from)));
            return new Template(List.copyOf(parts));
        }

        @Override
        public String valueOf(List<String> row) {
            StringBuilder text = new StringBuilder();
            for (Expression part : parts) {
                text.append(part.valueOf(row));
            }
            return text.toString();
        }
    }
}
