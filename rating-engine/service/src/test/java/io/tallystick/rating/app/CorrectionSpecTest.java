package io.tallystick.rating.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.rating.app.Preview.Effect;
import io.tallystick.rating.spec.PriceNotation;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.RatedLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The tables of {@code spec/corrections}: what bills hold when events are voided, amended or come late, through the real engine. A
 * {@code bill} is the lines that a close with that cut-off takes: usage first, then corrections by the period that they correct.
 * Every correction is previewed before it is made, and the preview must say what then happens.
 */
@Tag("integration")
final class CorrectionSpecTest {
    private static final Path FOLDER = Path.of("src/test/resources/spec/corrections");

    @TestFactory
    Stream<DynamicNode> tables() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList().stream()
                    .map(file -> DynamicContainer.dynamicContainer(
                            file.getFileName().toString(),
                            tables(file).stream()
                                    .map(table ->
                                            DynamicTest.dynamicTest(rule(table), () -> new Table(table).check()))));
        }
    }

    private static List<String> tables(Path file) {
        try {
            return Arrays.asList(Files.readString(file).strip().split("\n\\s*\n", -1));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String rule(String table) {
        return table.lines().findFirst().orElseThrow().substring(2);
    }

    /** One table, run row by row. */
    private static final class Table {
        private final String text;
        private final List<String> expected = new ArrayList<>();
        private final List<String> said = new ArrayList<>();
        private World world;
        private WorldOwner owner;
        private Instant billed = Instant.EPOCH;
        private String late = "adjust";

        Table(String text) {
            this.text = text;
        }

        void check() {
            try (World opened = new World()) {
                world = opened;
                owner = world.owner();
                text.lines().skip(1).forEach(this::row);
                owner.run(1);
                assertEquals(0, world.position().ledger().difference());
            }
            assertEquals(String.join("\n", expected), String.join("\n", said), () -> "in\n\n" + text);
        }

        private void row(String line) {
            String[] words = line.strip().split("\\s+", 4);
            switch (words[0]) {
                case "late" -> late = words[1];
                case "price" -> begin(line.strip().split("\\s+", 2)[1]);
                case "event" -> event(words[1], words[2] + "T00:00:00Z", words[3]);
                case "reprice" -> reprice(words[1], line.strip().split("\\s+", 3)[2]);
                case "waits" -> waits(words[1]);
                case "release" -> correct(Correction.Kind.RELEASE, words[1], null);
                case "void" -> correct(Correction.Kind.VOID, words[1], null);
                case "amend" -> correct(Correction.Kind.AMEND, words[1], words[2]);
                case "bill" -> bill(words[1]);
                default -> expected.add(String.join(" ", words));
            }
        }

        private void begin(String price) {
            publish(price);
            world.begin("""
                    {"id":"sub-acme","customerId":"acme","plan":{"key":"spec"},"start":"2026-11-01T00:00:00Z"}""");
            world.setNow(Instant.parse("2026-11-30T12:00:00Z"));
        }

        /** Another version of the plan, and the subscription moves to it. */
        private void reprice(String date, String price) {
            publish(price);
            world.change("sub-acme", "{\"at\":\"" + date + "T00:00:00Z\",\"plan\":{\"key\":\"spec\"}}");
        }

        private void waits(String id) {
            owner.run(1);
            expected.add("waits " + id);
            KeptEvent event =
                    world.queries().event(new Identity("acme", "test", id)).orElseThrow();
            said.add((event.isHeld() ? "waits " : event.reason() + " ") + id);
        }

        private void publish(String price) {
            ObjectNode book = Json.MAPPER.createObjectNode();
            ObjectNode meter = book.withArray("meters").addObject();
            meter.put("key", "units").put("aggregation", "SUM").put("value", "/value");
            meter.withArray("eventTypes").add("spec.units");
            ObjectNode plan = book.withArray("plans")
                    .addObject()
                    .put("key", "spec")
                    .put("currency", "USD")
                    .put("late", late);
            ObjectNode charge = plan.withArray("charges").addObject().put("key", "units");
            charge.put("kind", "USAGE").put("meter", "units").set("price", PriceNotation.price(price));
            world.catalog().load(new String(Json.bytes(book), StandardCharsets.UTF_8), false);
        }

        private void event(String id, String time, String value) {
            Instant at = Instant.parse(time);
            if (at.isAfter(world.now())) {
                world.setNow(at);
            }
            world.event("acme", "spec.units", id, time, "{\"value\":\"" + value + "\"}");
        }

        private void correct(Correction.Kind kind, String id, String replacement) {
            owner.run(1);
            Effect effect = world.corrections().preview(world.asked(kind, "acme", id, replacement));
            BigDecimal before = worth();
            world.corrections().correct(world.asked(kind, "acme", id, replacement), Optional.empty());
            owner.run(1);
            assertEquals(
                    worth().subtract(before).stripTrailingZeros(),
                    effect.totals().getOrDefault("USD", BigDecimal.ZERO).stripTrailingZeros(),
                    () -> "the preview of " + kind + " " + id + " in\n\n" + text);
        }

        private BigDecimal worth() {
            return world.lines().values().stream().map(RatedLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        private void bill(String date) {
            expected.add("bill " + date);
            said.add("bill " + date);
            Instant cutoff = LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
            world.setNow(cutoff);
            world.seal("close-" + date, cutoff);
            owner.run(1);
            world.lines().values().stream()
                    .filter(line -> line.billableAt().isAfter(billed)
                            && !line.billableAt().isAfter(cutoff))
                    .sorted(Comparator.comparing((RatedLine line) -> line.adjusts() != null)
                            .thenComparing(RatedLine::servicePeriodStart))
                    .forEach(line -> said.add(words(line)));
            billed = cutoff;
        }

        /** The version of the price is told where it is not the first. */
        private String words(RatedLine line) {
            String month = line.servicePeriodStart().toString().substring(0, 7);
            if (line.adjusts() != null) {
                String original =
                        world.line("acme", "units", line.servicePeriodStart()).id();
                assertEquals(original, line.adjusts(), () -> "the line that is corrected in\n\n" + text);
            }
            return "%s %s %s %s%s"
                    .formatted(
                            line.adjusts() == null ? "usage" : "correction",
                            month,
                            line.quantity().toPlainString(),
                            line.amount().toPlainString(),
                            line.planVersion() == 1 ? "" : " @" + line.planVersion());
        }
    }
}
