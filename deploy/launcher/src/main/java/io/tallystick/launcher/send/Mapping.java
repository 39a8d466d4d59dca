package io.tallystick.launcher.send;

import io.tallystick.schemas.id.Hash128;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which part of an event comes from where, as lines {@code target = expression}:
 *
 * <pre>
 * type        = const:com.example.llm-call.v1
 * subject     = Customer
 * time        = Started
 * time.format = yyyy-MM-dd HH:mm:ss
 * time.zone   = Europe/Berlin
 * data.tokens = Tokens
 * id          = template:{Region}-{Request}
 * </pre>
 *
 * Targets are {@code type}, {@code subject} and {@code time} (needed), {@code source} and {@code id} (made if absent), and any number of
 * {@code data.<field>}, where a point inside the field nests. An expression is the name of a column, {@code const:…}, {@code
 * template:…{column}…}, or {@code column:…} for a name that begins like one of these. Lines that begin with {@code #} are comments.
 */
public final class Mapping {
    private static final Set<String> NEEDED = Set.of("type", "subject", "time");
    private static final Set<String> OPTIONAL = Set.of("source", "id", "time.format", "time.zone");
    private static final String DATA = "data.";

    private final Map<String, String> entries;

    private Mapping(Map<String, String> entries) {
        this.entries = Map.copyOf(entries);
    }

    /**
     * Reads a mapping from the command line: each argument is {@code target=expression} or the path of a file of such lines; later
     * ones win.
     *
     * @throws MappingException naming the argument, the rule that it breaks and what would be right
     */
    public static Mapping of(List<String> arguments) {
        Map<String, String> entries = new LinkedHashMap<>();
        for (String argument : arguments) {
            if (argument.contains("=")) {
                add(entries, argument, "--map " + argument);
            } else {
                int number = 0;
                for (String line : lines(Path.of(argument))) {
                    number++;
                    if (!line.isBlank() && !line.strip().startsWith("#")) {
                        add(entries, line, argument + " line " + number);
                    }
                }
            }
        }
        for (String needed : NEEDED) {
            if (!entries.containsKey(needed)) {
                throw new MappingException("the mapping has no " + needed + "; add --map " + needed + "=COLUMN or "
                        + needed + "=const:TEXT");
            }
        }
        return new Mapping(entries);
    }

    /** The expression of a target, empty if it is not mapped. */
    Optional<String> expression(String target) {
        return Optional.ofNullable(entries.get(target));
    }

    /** The fields of {@code data}, by name, in the order of their names. */
    List<String> dataFields() {
        return entries.keySet().stream()
                .filter(target -> target.startsWith(DATA))
                .map(target -> target.substring(DATA.length()))
                .sorted()
                .toList();
    }

    /** The expression of a field of {@code data}. */
    String dataExpression(String field) {
        return entries.get(DATA + field);
    }

    /** Equal for equal mappings, whatever the order of their lines. */
    String digest() {
        List<String> parts = new ArrayList<>();
        entries.keySet().stream().sorted().forEach(target -> {
            parts.add(target);
            parts.add(entries.get(target));
        });
        return Hash128.of(parts.toArray(String[]::new)).toString();
    }

    private static void add(Map<String, String> entries, String line, String where) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            throw new MappingException(where + ": a line of a mapping is target = expression");
        }
        String target = line.substring(0, equals).strip();
        String expression = line.substring(equals + 1).strip();
        boolean data = target.startsWith(DATA) && target.length() > DATA.length();
        if (!data && !NEEDED.contains(target) && !OPTIONAL.contains(target)) {
            throw new MappingException(where + ": there is no target \"" + target
                    + "\"; targets are type, subject, time, time.format, time.zone, source, id and data.<field>");
        }
        if (expression.isEmpty()) {
            throw new MappingException(where + ": nothing stands after the =");
        }
        entries.put(target, expression);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new MappingException("--map " + file + " is neither target=expression nor a file that can be read: "
                    + unreadable.getMessage());
        }
    }
}
