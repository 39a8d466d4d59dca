package io.tallystick.rating.app;

import static io.tallystick.rating.app.World.DECEMBER;
import static io.tallystick.rating.app.World.NOVEMBER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.schemas.rated.RatedLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Changes of subscriptions take effect in the order of the log, forwards and backwards. */
@Tag("integration")
class ChangedSubscriptionTest {
    @Test
    void a_backdated_end_takes_the_events_after_it_out_of_the_lines_again() {
        try (World world = World.withAcme()) {
            world.setNow(DECEMBER);
            world.call("acme", "1", "2026-11-05T00:00:00Z").call("acme", "2", "2026-11-25T00:00:00Z");
            world.run();

            world.change("sub-acme", "{\"at\":\"2026-11-16T00:00:00Z\",\"cancel\":true}");
            world.run();

            assertEquals(1, world.line("acme", "calls", NOVEMBER).eventCount());
            assertEquals(1, world.position().ledger().rated());
            assertEquals(1, world.position().ledger().unmatched());
            assertEquals(
                    new BigDecimal("24.50"), world.line("acme", "fee", NOVEMBER).amount());
        }
    }

    @Test
    void a_backdated_price_of_each_transaction_finds_those_that_were_only_counted() {
        try (World world = World.withAcme()) {
            world.setNow(DECEMBER);
            world.call("acme", "1", "2026-11-05T00:00:00Z").call("acme", "2", "2026-11-25T00:00:00Z");
            world.run();

            world.change("sub-acme", """
                    {"at":"2026-11-01T00:00:00Z","price":{"charge":"calls","price":{"model":"percentage","rate":"0.50",
                     "fixedFee":"1.00"}}}""");
            world.run();

            // Half of 1 and 1.00 for each of the two.
            assertEquals(
                    new BigDecimal("3.00"),
                    world.line("acme", "calls", NOVEMBER).amount());
        }
    }

    @Test
    void a_change_that_is_committed_but_not_announced_does_not_count_yet() {
        try (World world = World.withAcme()) {
            world.call("acme", "1", "2026-11-05T00:00:00Z");
            world.run();
            world.change("sub-acme", "{\"at\":\"2026-11-02T00:00:00Z\",\"cancel\":true}");
            LogRecord announcement = world.log().removeLast();
            world.call("acme", "2", "2026-11-06T00:00:00Z");

            world.run();

            assertEquals(2, world.line("acme", "calls", NOVEMBER).eventCount());
            world.log()
                    .add(new LogRecord.Control(
                            world.log().size(), world.now(), ((LogRecord.Control) announcement).command()));
            world.run();
            assertEquals(2, world.position().ledger().unmatched());
        }
    }

    @Test
    void a_backdated_change_behind_a_seal_becomes_corrections() {
        try (World world = World.withAcme()) {
            world.setNow(DECEMBER);
            world.call("acme", "1", "2026-11-25T00:00:00Z");
            world.seal("close-1", DECEMBER);
            world.run();
            Map<String, RatedLine> sealed = world.lines();

            world.change("sub-acme", "{\"at\":\"2026-11-16T00:00:00Z\",\"cancel\":true}");
            world.run();

            sealed.values().stream()
                    .filter(line -> !line.billableAt().isAfter(DECEMBER))
                    .forEach(line -> assertEquals(line, world.lines().get(line.id())));
            assertTrue(world.adjustments().stream()
                    .anyMatch(line -> line.chargeKey().equals("fee")
                            && line.amount().toPlainString().equals("-24.50")
                            && line.billableAt().isAfter(DECEMBER)));
        }
    }

    @Test
    void levels_that_were_reported_before_the_subscription_are_carried_into_it() {
        try (World world = new World()) {
            world.load("/price-books/pipeline.yaml");
            world.event(
                    "acme",
                    "io.tallystick.storage.v1",
                    "1",
                    "2026-10-20T00:00:00Z",
                    "{\"class\":\"standard\",\"gigabytes\":\"30\"}");
            world.run();

            world.subscribe("acme");
            world.run();

            assertEquals(
                    new BigDecimal("30"),
                    world.line("acme", "storage", NOVEMBER).quantity());
            assertEquals(
                    new BigDecimal("3.00"),
                    world.line("acme", "storage", NOVEMBER).amount());
            assertEquals(
                    new BigDecimal("0.60"),
                    world.line("acme", "backup", NOVEMBER).amount());
        }
    }

    @Test
    void a_level_of_an_earlier_period_changes_the_later_ones_that_are_open() {
        try (World world = World.withAcme()) {
            world.setNow(Instant.parse("2026-12-15T00:00:00Z"));
            world.due(Instant.parse("2026-12-15T00:00:00Z"));
            world.run();

            world.event(
                    "acme",
                    "io.tallystick.storage.v1",
                    "1",
                    "2026-11-16T00:00:00Z",
                    "{\"class\":\"standard\",\"gigabytes\":\"10\"}");
            world.run();

            assertEquals(
                    new BigDecimal("5"), world.line("acme", "storage", NOVEMBER).quantity());
            assertEquals(
                    new BigDecimal("10"),
                    world.line("acme", "storage", DECEMBER).quantity());
        }
    }
}
