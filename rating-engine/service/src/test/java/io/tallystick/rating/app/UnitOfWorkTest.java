package io.tallystick.rating.app;

import static io.tallystick.rating.app.World.DECEMBER;
import static io.tallystick.rating.app.World.NOVEMBER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallystick.schemas.rated.RatedLine;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** DESIGN section 4, rules 2 to 4, on a real PostgreSQL. */
@Tag("integration")
class UnitOfWorkTest {
    @Test
    void rule_2_a_redelivered_batch_changes_nothing() {
        try (World world = World.withAcme()) {
            world.call("acme", "1", "2026-11-02T00:00:00Z").call("acme", "2", "2026-11-03T00:00:00Z");
            WorldOwner slow = world.owner();
            slow.unit(10);
            world.run();
            var before = world.lines();

            assertThrows(StaleOwnerException.class, () -> slow.run(10));

            assertEquals(before, world.lines());
            assertEquals(2, world.position().ledger().received());
            assertEquals(2, world.count("event"));
        }
    }

    @Test
    void rule_2_a_crash_between_commit_and_acknowledgement_is_healed_by_reading_the_position() {
        try (World world = World.withAcme()) {
            world.call("acme", "1", "2026-11-02T00:00:00Z").call("acme", "2", "2026-11-03T00:00:00Z");
            world.owner().unit(10);
            world.owner().unit(1);

            world.owner().run(10);

            assertEquals(2, world.position().ledger().rated());
            assertEquals(0, world.position().ledger().duplicate());
            assertEquals(
                    new BigDecimal("2"), world.line("acme", "calls", NOVEMBER).quantity());
        }
    }

    @Test
    void rule_3_what_an_owner_does_not_remember_the_key_of_the_events_knows() {
        try (World world = World.withAcme()) {
            world.call("acme", "1", "2026-11-02T00:00:00Z")
                    .call("acme", "2", "2026-11-02T00:00:00Z")
                    .call("acme", "3", "2026-11-02T00:00:00Z");
            world.run();
            WorldOwner forgetful = world.owner();
            world.call("acme", "4", "2026-11-03T00:00:00Z")
                    .call("acme", "2", "2026-11-02T00:00:00Z")
                    .call("acme", "3", "2026-11-05T00:00:00Z")
                    .call("acme", "5", "2026-11-03T00:00:00Z");
            forgetful.run(4);
            world.call("acme", "1", "2026-11-02T00:00:00Z")
                    .call("acme", "4", "2026-11-03T00:00:00Z")
                    .call("acme", "6", "2026-11-03T00:00:00Z");

            forgetful.run(3);

            Ledger ledger = world.position().ledger();
            assertEquals(6, ledger.rated());
            assertEquals(3, ledger.duplicate());
            assertEquals(1, ledger.conflict());
            assertEquals(0, ledger.difference());
            assertEquals(6, world.count("event"));
            assertEquals(
                    new BigDecimal("6"), world.line("acme", "calls", NOVEMBER).quantity());
        }
    }

    @Test
    void rule_3_the_same_event_again_is_a_duplicate_and_another_content_a_conflict() {
        try (World world = World.withAcme()) {
            String first = "{\"seconds\":\"10\",\"accelerator\":\"gpu\"}";
            String same = "{\"accelerator\":\"gpu\",\"seconds\":\"10\"}";
            String other = "{\"seconds\":\"11\",\"accelerator\":\"gpu\"}";
            String type = "io.tallystick.compute.v1";
            world.event("acme", type, "1", "2026-11-02T00:00:00Z", first)
                    .event("acme", type, "1", "2026-11-02T00:00:00Z", same)
                    .event("acme", type, "1", "2026-11-02T00:00:00Z", other);
            world.run();
            world.event("acme", type, "1", "2026-11-02T00:00:00.000Z", same)
                    .event("acme", type, "1", "2026-11-02T00:00:00Z", other);

            world.run();

            Ledger ledger = world.position().ledger();
            assertEquals(5, ledger.received());
            assertEquals(1, ledger.rated());
            assertEquals(2, ledger.duplicate());
            assertEquals(2, ledger.conflict());
            assertEquals(0, ledger.difference());
            assertEquals(4, world.count("repeat"));
            assertEquals(2, world.count("repeat WHERE event IS NOT NULL"));
            assertEquals(
                    0,
                    new BigDecimal("0.012")
                            .compareTo(world.line("acme", "seconds", NOVEMBER).unroundedAmount()));
        }
    }

    @Test
    void rule_4_a_poisoned_record_is_kept_as_a_rejection_and_harms_no_other() {
        try (World world = World.withAcme()) {
            world.raw("acme", "not json")
                    .raw(null, "")
                    .call("acme", "1", "2026-11-02T00:00:00Z")
                    .event("acme", "org.example.unknown", "2", "2026-11-02T00:00:00Z", "{}")
                    .event(
                            "acme",
                            "io.tallystick.compute.v1",
                            "3",
                            "2026-11-02T00:00:00Z",
                            "{\"seconds\":\"1e1000000\"}")
                    .event("acme", "io.tallystick.compute.v1", "4", "2026-11-02T00:00:00Z", "{\"text\":\"\\u0000\"}")
                    .event("acme", "io.tallystick.mcp.tool-call.v1", "5", "2126-11-02T00:00:00Z", "{\"model\":\"m\"}");

            Committed done = world.run();

            Ledger ledger = world.position().ledger();
            assertEquals(7, ledger.received());
            assertEquals(1, ledger.rated());
            assertEquals(6, ledger.rejected());
            assertEquals(6, world.count("rejection"));
            assertEquals(6, done.rejections().size());
            assertEquals(
                    new BigDecimal("1"), world.line("acme", "calls", NOVEMBER).quantity());
        }
    }

    @Test
    void rule_4_an_event_without_a_subscription_waits_and_is_rated_when_one_begins() {
        try (World world = new World()) {
            world.load("/price-books/pipeline.yaml");
            world.call("acme", "1", "2026-11-02T00:00:00Z").call("acme", "2", "2026-10-02T00:00:00Z");
            world.run();
            assertEquals(2, world.position().ledger().unmatched());

            world.subscribe("acme");
            world.run();

            assertEquals(1, world.position().ledger().unmatched());
            assertEquals(1, world.position().ledger().rated());
            assertEquals(1, world.line("acme", "calls", NOVEMBER).eventCount());
            assertEquals(1, world.count("event WHERE disposition = 'unmatched' AND reason = 'no_subscription'"));
        }
    }

    /** Found by the simulation (seed 3905): the event was rated, and no line had it. */
    @Test
    void rule_4_an_event_dated_ahead_into_a_period_that_has_not_begun_counts_there_when_its_subscription_comes_later() {
        try (World world = new World()) {
            world.load("/price-books/pipeline.yaml");
            world.setNow(Instant.parse("2026-11-30T12:00:00Z"));
            world.call("acme", "1", "2026-12-01T00:00:00Z");
            world.run();
            assertEquals(1, world.position().ledger().unmatched());

            world.subscribe("acme");
            world.run();

            assertEquals(1, world.position().ledger().rated());
            assertEquals(1, world.line("acme", "calls", DECEMBER).eventCount());
        }
    }

    @Test
    void rule_4_a_failed_call_is_rated_as_not_chargeable() {
        try (World world = World.withAcme()) {
            world.event(
                    "acme",
                    "io.tallystick.compute.v1",
                    "1",
                    "2026-11-02T00:00:00Z",
                    "{\"seconds\":\"5\",\"accelerator\":\"cpu\"}");
            world.event(
                    "acme",
                    "io.tallystick.mcp.tool-call.v1",
                    "2",
                    "2026-11-02T00:00:00Z",
                    "{\"outcome\":\"error\",\"model\":\"m1\"}");

            world.run();

            assertEquals(2, world.position().ledger().rated());
            assertEquals(BigDecimal.ZERO, world.line("acme", "calls", NOVEMBER).quantity());
        }
    }

    @Test
    void rule_7_an_event_at_the_end_of_a_period_is_billed_in_the_next() {
        try (World world = World.withAcme()) {
            world.setNow(DECEMBER);
            world.call("acme", "1", "2026-11-30T23:59:59.999999Z").call("acme", "2", "2026-12-01T00:00:00Z");

            world.run();

            assertEquals(1, world.line("acme", "calls", NOVEMBER).eventCount());
            assertEquals(1, world.line("acme", "calls", DECEMBER).eventCount());
            RatedLine fee = world.line("acme", "fee", DECEMBER);
            assertEquals(new BigDecimal("49.00"), fee.amount());
        }
    }
}
