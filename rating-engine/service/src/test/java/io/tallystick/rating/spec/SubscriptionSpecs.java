package io.tallystick.rating.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.rating.vectors.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** Runs every spec table of subscriptions against a simulator; a mismatch prints the whole table. */
public final class SubscriptionSpecs {
    private static final Path FOLDER = Path.of("src/test/resources/spec/subscriptions");

    private SubscriptionSpecs() {}

    /** One container for each file, one test for each rule. */
    public static Stream<DynamicNode> tests(Simulator simulator) {
        return tests(table -> check(table, simulator));
    }

    /** The same tables against the naive reference. */
    static Stream<DynamicNode> naively() {
        return tests(SubscriptionSpecs::checkNaively);
    }

    static List<SubscriptionTable> all() {
        return files().flatMap(file -> SubscriptionTable.read(read(file)).stream())
                .toList();
    }

    private static Stream<DynamicNode> tests(Check check) {
        return files().map(file -> DynamicContainer.dynamicContainer(
                file.getFileName().toString(),
                SubscriptionTable.read(read(file)).stream()
                        .map(table -> DynamicTest.dynamicTest(table.rule(), () -> check.check(table)))));
    }

    private static void check(SubscriptionTable table, Simulator simulator) {
        for (SubscriptionTable.Bill bill : table.bills()) {
            JsonNode answer = simulator.post("bill", table.request(bill));
            String said = "the bill from %s to %s of\n\n%s\n\nis %s"
                    .formatted(bill.from(), bill.to(), table, answer.toPrettyString());
            assertEquals(String.join("\n", bill.lines()), String.join("\n", table.lines(answer)), said);
            List<String> totals = List.of("subtotal", "total", "amountDue");
            for (int i = 0; i < bill.totals().size(); i++) {
                assertEquals(
                        bill.totals().get(i), answer.get(totals.get(i)).textValue(), totals.get(i) + " of " + said);
            }
        }
    }

    private static void checkNaively(SubscriptionTable table) {
        for (SubscriptionTable.Bill bill : table.bills()) {
            NaiveBill naive = new NaiveBill(table.request(bill));
            String said = "the bill from %s to %s of\n\n%s".formatted(bill.from(), bill.to(), table);
            assertEquals(
                    String.join("\n", bill.lines().stream().sorted().toList()),
                    String.join("\n", naive.lines().stream().sorted().toList()),
                    said);
            for (int i = 0; i < bill.totals().size(); i++) {
                assertEquals(bill.totals().get(i), naive.totals().get(i), "total " + i + " of " + said);
            }
        }
    }

    private static Stream<Path> files() {
        try (Stream<Path> files = Files.list(FOLDER)) {
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

    /** Checks one table. */
    private interface Check {
        void check(SubscriptionTable table);
    }
}
