package io.tallystick.emitter.proxy;

import io.tallystick.emitter.McpCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The command line of {@link Main}.
 *
 * @param verb wrap or proxy
 * @param values of the options that were given; "" for a switch
 * @param command what stands behind {@code --}
 */
record Options(String verb, Map<String, String> values, List<String> command, UnaryOperator<String> environment) {
    private static final Set<String> SWITCHES = Set.of("--fail-closed", "--all", "--help", "-h");
    private static final Set<String> VALUES = Set.of(
            "--customer",
            "--customer-header",
            "--customer-claim",
            "--to",
            "--listen",
            "--source",
            "--url",
            "--key",
            "--key-file",
            "--spool",
            "--kafka",
            "--entitlement",
            "--raise");
    private static final Map<String, String> VARIABLES = Map.of(
            "--customer", "TALLY_CUSTOMER",
            "--url", "TALLY_URL",
            "--key", "TALLY_KEY",
            "--key-file", "TALLY_KEY_FILE",
            "--kafka", "TALLY_KAFKA",
            "--spool", "TALLY_SPOOL");

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException naming what was not understood
     */
    static Options parse(List<String> args, UnaryOperator<String> environment) {
        Map<String, String> values = new HashMap<>();
        int at = 1;
        while (at < args.size() && !args.get(at).equals("--")) {
            String option = args.get(at++);
            if (SWITCHES.contains(option)) {
                values.put(option, "");
            } else if (VALUES.contains(option) && at < args.size()) {
                values.put(option, args.get(at++));
            } else {
                throw new IllegalArgumentException("\"" + option + "\" is no option, or its value is missing");
            }
        }
        List<String> command = at < args.size() ? args.subList(at + 1, args.size()) : List.of();
        Options options = new Options(args.getFirst(), values, command, environment);
        if (options.verb().equals("wrap") && command.isEmpty() && !options.help()) {
            throw new IllegalArgumentException("there is no command behind --");
        }
        return options;
    }

    boolean help() {
        return has("--help") || has("-h");
    }

    boolean has(String option) {
        return values.containsKey(option);
    }

    Optional<String> value(String option) {
        String variable = VARIABLES.get(option);
        return Optional.ofNullable(values.get(option))
                .or(() -> Optional.ofNullable(variable).map(environment))
                .filter(value -> !value.isEmpty());
    }

    String required(String option) {
        return value(option)
                .orElseThrow(() -> new IllegalArgumentException(option + " is missing"
                        + Optional.ofNullable(VARIABLES.get(option))
                                .map(variable -> "; it may also stand in " + variable)
                                .orElse("")));
    }

    /** The access key itself, or what stands in its file. */
    String key() throws IOException {
        Optional<String> file = value("--key-file");
        if (value("--key").isEmpty() && file.isPresent()) {
            return Files.readString(Path.of(file.get())).strip();
        }
        return required("--key");
    }

    String source() {
        String name = command.isEmpty()
                ? value("--to").orElse("proxy").replaceFirst("^.*//", "")
                : Path.of(command.getFirst()).getFileName().toString();
        return value("--source").orElse("//mcp/" + name);
    }

    Payer payer() {
        return value("--customer-header")
                .map(Payer::header)
                .or(() -> value("--customer-claim").map(Payer::claim))
                .orElse(Payer.always(value("--customer").orElse(McpCall.NOBODY)));
    }
}
