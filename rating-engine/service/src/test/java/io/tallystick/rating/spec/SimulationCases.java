package io.tallystick.rating.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.tallystick.rating.vectors.Simulator;
import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Questions to the simulations with answers that were worked out in fractions by another program, one a line: the rule, the
 * request, and what must stand where in the answer ({@code #} behind a pointer is a number of elements). The files that end
 * with {@code -refused} hold questions that make no sense, with the field that must be named.
 */
public final class SimulationCases {
    private static final Path FOLDER = Path.of("src/test/resources/spec/simulations");
    private static final List<String> SIMULATIONS = List.of("price", "aggregation", "periods", "bill");

    private SimulationCases() {}

    /** One test for each question that has an answer. */
    public static Stream<DynamicTest> answered(Simulator simulator) {
        return each("", (simulation, row) -> compare(row, simulator.post(simulation, row.get("request"))));
    }

    /** One test for each question that makes no sense. */
    public static Stream<DynamicTest> refused(Refusing simulator) {
        return each("-refused", (simulation, row) -> {
            List<String> pointers = simulator.pointers(simulation, row.get("request"));
            assertTrue(
                    pointers.contains(row.get("pointer").textValue()),
                    () -> "the refusal names " + pointers + " for " + row);
        });
    }

    private static Stream<DynamicTest> each(String suffix, Check check) {
        return SIMULATIONS.stream()
                .flatMap(simulation -> rows(simulation + suffix)
                        .map(row -> DynamicTest.dynamicTest(
                                simulation + ": " + row.get("rule").textValue(), () -> check.check(simulation, row))));
    }

    private static void compare(JsonNode row, JsonNode answer) {
        List<String> differences = new ArrayList<>();
        row.get("expect").properties().forEach(expected -> {
            String pointer = expected.getKey();
            boolean size = pointer.endsWith("#");
            JsonNode there = answer.at(size ? pointer.substring(0, pointer.length() - 1) : pointer);
            JsonNode said = size ? IntNode.valueOf(there.size()) : there;
            if (!expected.getValue().equals(said)) {
                differences.add(pointer + " must be " + expected.getValue() + " and is " + said);
            }
        });
        assertEquals(List.of(), differences, () -> row + "\n\nanswered " + answer.toPrettyString());
    }

    private static Stream<JsonNode> rows(String name) {
        try {
            List<JsonNode> rows = new ArrayList<>();
            for (String line : Files.readAllLines(FOLDER.resolve(name + ".jsonl"))) {
                rows.add(Json.MAPPER.readTree(line));
            }
            return rows.stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Asks what makes no sense, and gives back the fields that the refusal names. */
    public interface Refusing {
        /** The JSON pointers of the refusal. */
        List<String> pointers(String simulation, JsonNode request);
    }

    /** Checks one row of the file of a simulation. */
    private interface Check {
        void check(String simulation, JsonNode row);
    }
}
