package io.tallystick.rating.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.rating.InOnePiece;
import io.tallystick.rating.config.pricebook.PriceBookCodec;
import io.tallystick.rating.pricing.Finding;
import io.tallystick.schemas.meter.Meter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every rule of the lint, as price books with one thing wrong under {@code spec/lint}: each file holds books separated by
 * {@code ---}, each book says in a comment which pointer gets which code.
 */
class LintTest {
    private final PriceBookCodec codec = new PriceBookCodec();

    @Tag("case-by-case")
    @TestFactory
    Stream<DynamicTest> a_price_book_with_one_mistake_gets_one_finding_with_pointer_and_code() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String file : new String[] {"plans.yaml", "prices.yaml", "meters.yaml"}) {
            String text = Files.readString(Path.of("src/test/resources/spec/lint", file));
            for (String book : text.split("(?m)^---\\R", -1)) {
                if (book.contains("# expect")) {
                    tests.add(DynamicTest.dynamicTest(rule(book), () -> check(book)));
                }
            }
        }
        return tests.stream();
    }

    @Test
    void all_mistakes_are_found_together() throws Throwable {
        InOnePiece.run(a_price_book_with_one_mistake_gets_one_finding_with_pointer_and_code());
    }

    private void check(String book) {
        List<String> expected = book.lines()
                .filter(line -> line.startsWith("# expect "))
                .map(line -> line.substring("# expect ".length()).strip().replaceAll("\\s+", " "))
                .toList();
        List<Finding> findings = Lint.check(codec.readBook(complete(book)), Map.of());

        assertEquals(
                expected,
                findings.stream()
                        .map(finding -> finding.pointer() + " " + finding.code())
                        .toList(),
                () -> findings + "\n\n" + book);
        findings.forEach(finding -> assertTrue(finding.rule().length() > 10, finding::toString));
    }

    /** A file may give only a price, or only charges; the rest of the book is the same everywhere. */
    private static String complete(String book) {
        if (book.contains("plans:") || book.contains("meters:")) {
            return book;
        }
        StringBuilder whole = new StringBuilder("""
                meters:
                  - {key: calls, eventTypes: [t], aggregation: COUNT, dimensions: {class: /class}}
                plans:
                  - key: p
                    currency: USD
                """);
        boolean price = book.contains("price:");
        if (price && !book.contains("charges:")) {
            whole.append("    charges:\n      - key: c\n        kind: USAGE\n        meter: calls\n");
        }
        String indent = price && !book.contains("charges:") ? "        " : "    ";
        book.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .forEach(line -> whole.append(indent).append(line).append('\n'));
        return whole.toString();
    }

    private static String rule(String book) {
        return book.lines()
                .filter(line -> line.startsWith("# ") && !line.startsWith("# expect"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("a book without its rule:\n" + book))
                .substring(2);
    }

    @Test
    void a_published_meter_may_get_a_new_name_but_no_new_definition() {
        Meter before = codec.readMeter("""
                {"key":"calls","eventTypes":["t"],"aggregation":"COUNT"}""");
        PriceBook renamed = codec.readBook("""
                meters: [{key: calls, name: Calls, eventTypes: [t], aggregation: COUNT}]""");
        PriceBook redefined = codec.readBook("""
                meters: [{key: calls, eventTypes: [t], aggregation: SUM, value: /n}]""");

        assertEquals(List.of(), Lint.check(renamed, Map.of("calls", before)));
        assertEquals(
                List.of("meter_changed"),
                Lint.check(redefined, Map.of("calls", before)).stream()
                        .map(Finding::code)
                        .toList());
    }

    @Test
    void a_plan_may_use_meters_that_exist_already() {
        Meter known = codec.readMeter("""
                {"key":"calls","eventTypes":["t"],"aggregation":"COUNT"}""");
        Plan plan = codec.readPlan("""
                {"key":"p","currency":"USD","charges":[
                  {"key":"c","kind":"USAGE","meter":"calls","price":{"model":"flat","amount":"1"}}]}""");

        assertEquals(List.of(), Lint.check(plan, Map.of("calls", known)));
        assertEquals("/charges/0/meter", Lint.check(plan, Map.of()).getFirst().pointer());
    }

    @Test
    void findings_come_in_the_order_of_the_book() {
        PriceBook book = codec.readBook("""
                plans:
                  - {key: UPPER, currency: USD, charges: []}
                  - {key: b, currency: USD, charges: [{key: x, kind: ONE_OFF, price: {model: per_unit, unitPrice: "-1"}}]}
                """);

        Map<String, String> findings = new TreeMap<>();
        Lint.check(book, Map.of()).forEach(finding -> findings.put(finding.pointer(), finding.code()));
        assertEquals(
                Map.of("/plans/0/key", "key_invalid", "/plans/1/charges/0/price/unitPrice", "number_negative"),
                findings);
    }
}
