package io.tallystick.rating.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.rating.vectors.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** Runs every spec table of prices against a simulator; a mismatch prints the whole table. */
public final class PriceSpecs {
    private PriceSpecs() {}

    /** One container for each file, one test for each rule. */
    public static Stream<DynamicNode> tests(Simulator simulator) {
        return files().map(file -> DynamicContainer.dynamicContainer(
                file.getFileName().toString(),
                PriceTable.read(read(file)).stream()
                        .map(table -> DynamicTest.dynamicTest(table.rule(), () -> check(table, simulator)))));
    }

    /** Every table, without a container around it. */
    public static Stream<Executable> executables(Simulator simulator) {
        return all().stream().map(table -> () -> check(table, simulator));
    }

    static void check(PriceTable table, Simulator simulator) {
        for (PriceTable.Case given : table.cases()) {
            JsonNode answer = simulator.post("price", table.request(given));
            String said = "usage " + given.usage() + " in\n\n" + table + "\n\nanswered " + answer.toPrettyString();
            assertEquals(
                    new BigDecimal(given.exact()).stripTrailingZeros().toPlainString(),
                    answer.get("unroundedAmount").textValue(),
                    said);
            assertEquals(given.shown(), answer.get("amount").textValue(), said);
            if (!given.lines().isEmpty()) {
                assertEquals(given.lines(), PriceTable.lines(answer), said);
            }
        }
    }

    static List<PriceTable> all() {
        return files().flatMap(file -> PriceTable.read(read(file)).stream()).toList();
    }

    private static Stream<Path> files() {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/spec/pricing"))) {
            return files.sorted().toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
