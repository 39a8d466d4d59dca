package io.tallystick.launcher.send;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.schemas.id.Hash128;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the rows of one file into events by a {@link Mapping} that was checked against the header. Rows must come in the order of the
 * file, each once.
 *
 * <p>Where the mapping names no id, it is derived from what the row says, and from how often the file has said the same before: the same
 * file gives the same ids however often it is sent and however its rows are sorted, and two equal rows are two events. That keeps 16
 * bytes and a map entry for each row in memory; a file of many millions of rows should bring an id of its own.
 */
final class RowMapper {
    private static final String DEFAULT_SOURCE = "urn:tallystick:csv";

    private final int columns;
    private final Optional<Expression> id;
    private final Expression source;
    private final Expression type;
    private final Expression subject;
    private final Expression time;
    private final TimeReader timeReader;
    private final Map<String, Expression> data = new LinkedHashMap<>();
    private final Map<Hash128, Integer> seen = new HashMap<>();

    /**
     * A mapper for rows under {@code header}.
     *
     * @throws MappingException if the mapping names a column that the header has not, or has twice
     */
    RowMapper(Mapping mapping, List<String> header) {
        this.columns = header.size();
        this.id = mapping.expression("id").map(text -> parse(text, header));
        this.source = parse(mapping.expression("source").orElse(Expression.CONSTANT + DEFAULT_SOURCE), header);
        this.type = parse(mapping.expression("type").orElseThrow(), header);
        this.subject = parse(mapping.expression("subject").orElseThrow(), header);
        this.time = parse(mapping.expression("time").orElseThrow(), header);
        this.timeReader = new TimeReader(mapping.expression("time.format"), mapping.expression("time.zone"));
        for (String field : mapping.dataFields()) {
            data.put(field, parse(mapping.dataExpression(field), header));
        }
        for (String field : data.keySet()) {
            for (int dot = field.indexOf('.'); dot > 0; dot = field.indexOf('.', dot + 1)) {
                if (data.containsKey(field.substring(0, dot))) {
                    throw new MappingException(
                            "data." + field.substring(0, dot) + " cannot be a text and also hold data." + field);
                }
            }
        }
    }

    /** The event of a row. */
    ObjectNode event(List<String> row) throws BadRow {
        if (row.size() != columns) {
            throw new BadRow("wrong_column_count", "the row has " + row.size() + " cells, the header " + columns);
        }
        List<String> content = new ArrayList<>();
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0");
        put(event, content, "source", value(source, row, "source"));
        put(event, content, "type", value(type, row, "type"));
        put(event, content, "subject", value(subject, row, "subject"));
        put(event, content, "time", timeReader.read(value(time, row, "time")).toString());
        ObjectNode fields = event.putObject("data");
        for (Map.Entry<String, Expression> field : data.entrySet()) {
            String value = readable(field.getValue().valueOf(row), "data." + field.getKey());
            // An empty cell is an absent field: the meter that needs it says so.
            if (!value.isEmpty()) {
                nest(fields, field.getKey(), value);
                content.add(field.getKey());
                content.add(value);
            }
        }
        event.put("id", id.isPresent() ? value(id.get(), row, "id") : derived(content));
        return event;
    }

    private String derived(List<String> content) {
        Hash128 hash = Hash128.of(content.toArray(String[]::new));
        return "row-" + hash + "-" + seen.merge(hash, 1, Integer::sum);
    }

    private static void put(ObjectNode event, List<String> content, String name, String value) {
        event.put(name, value);
        content.add(value);
    }

    private static void nest(ObjectNode fields, String path, String value) {
        ObjectNode at = fields;
        String rest = path;
        for (int dot = rest.indexOf('.'); dot > 0; dot = rest.indexOf('.')) {
            at = at.withObjectProperty(rest.substring(0, dot));
            rest = rest.substring(dot + 1);
        }
        at.put(rest, value);
    }

    private static String value(Expression expression, List<String> row, String target) throws BadRow {
        String value = readable(expression.valueOf(row), target);
        if (value.isEmpty()) {
            throw new BadRow("empty_cell", target + " is empty");
        }
        return value;
    }

    private static String readable(String value, String target) throws BadRow {
        if (value.indexOf('\uFFFD') >= 0) {
            throw new BadRow("invalid_encoding", target + " has bytes that are not UTF-8; try --encoding");
        }
        return value;
    }

    private static Expression parse(String text, List<String> header) {
        return Expression.parse(text, name -> {
            int index = header.indexOf(name);
            if (index < 0) {
                throw new MappingException("the file has no column \"" + name + "\"; its columns are "
                        + String.join(", ", header) + ". A fixed text is written const:" + name);
            }
            if (header.lastIndexOf(name) != index) {
                throw new MappingException("the file has two columns \"" + name + "\"");
            }
            return index;
        });
    }
}
