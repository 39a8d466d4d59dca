package io.tallystick.rating.app;

import static io.tallystick.rating.app.World.DECEMBER;
import static io.tallystick.rating.app.World.NOVEMBER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.rating.app.Backfill.Outcome;
import io.tallystick.rating.app.Backfills.Forecast;
import io.tallystick.rating.app.EventStories.Story;
import io.tallystick.rating.app.UsageQueries.Place;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.schemas.rated.RatedLine;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A backfill counts as one unit or not at all, and until it is decided everything is as if it had never been sent. */
@Tag("integration")
class BackfillTest {
    private static void send(World world, String backfill, String customer, String id, String time) {
        world.raw(customer, """
                {"specversion":"1.0","id":"%s","source":"test","type":"io.tallystick.mcp.tool-call.v1","subject":"%s",
                 "time":"%s","backfill":"%s","data":{"outcome":"ok","model":"m1"}}""".formatted(id, customer, time, backfill));
    }

    private static void sendCalls(World world, String backfill, int calls) {
        for (int i = 0; i < calls; i++) {
            send(world, backfill, "acme", "b" + i, "2026-11-10T00:00:00Z");
        }
    }

    private static Backfill decide(World world, Backfill backfill, Outcome outcome) {
        return world.backfills().decide(backfill, outcome, "key-1");
    }

    private static void assertBalanced(World world) {
        world.reconciliation().deep().forEach(check -> assertEquals(0, check.difference(), check.toString()));
    }

    @Test
    void until_it_is_committed_its_events_are_received_and_change_nothing() {
        try (World world = World.withAcme()) {
            WorldOwner owner = world.owner();
            owner.run(100);
            Map<String, String> before = world.digests();
            Backfill backfill = world.backfill("outage");

            sendCalls(world, backfill.id(), 8);
            owner.run(3);

            assertEquals(before, world.digests());
            Ledger ledger = world.position().ledger();
            assertEquals(8, ledger.received());
            assertEquals(8, ledger.unmatched());
            assertEquals(
                    8, world.backfills().find("outage").orElseThrow().counts().waiting());
            assertEquals(
                    "backfill_open",
                    world.replays().stuck(Optional.empty()).getFirst().reason());
            Story story = world.stories().of(new Identity("acme", "test", "b0")).orElseThrow();
            assertTrue(story.sentences().getFirst().contains("\"outage\""), story.sentences()::toString);
            assertEquals(Remedies.of("backfill_open"), story.remedy().orElseThrow());
            assertBalanced(world);
        }
    }

    @Test
    void a_commit_does_what_the_preview_said_and_what_the_same_events_do_without_a_backfill() {
        try (World world = World.withAcme();
                World straight = World.withAcme()) {
            for (int i = 0; i < 8; i++) {
                straight.call("acme", "b" + i, "2026-11-10T00:00:00Z");
            }
            straight.run();
            WorldOwner owner = world.owner();
            owner.run(100);
            Backfill backfill = world.backfill("outage");
            sendCalls(world, backfill.id(), 8);
            owner.run(100);

            Forecast forecast = world.backfills().preview(backfill);
            Backfill committing = decide(world, backfill, Outcome.COMMIT);
            owner.run(100);

            assertEquals("committing", committing.state());
            assertEquals(straight.digests(), world.digests());
            assertEquals(Map.of(Disposition.RATED, 8L), forecast.events());
            BigDecimal worth = world.lines().values().stream()
                    .filter(line -> line.eventCount() > 0)
                    .map(RatedLine::amount)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertEquals(worth, forecast.totals().get("USD"));
            assertEquals(Map.of(), forecast.adjustments());
            Backfill committed = world.backfills().find("outage").orElseThrow();
            assertEquals("committed", committed.state());
            assertEquals(8, committed.counts().rated());
            assertEquals(8, world.position().ledger().rated());
            assertBalanced(world);
        }
    }

    @Test
    void a_commit_into_a_closed_period_is_an_adjustment_also_where_the_plan_holds_late_usage() {
        try (World world = World.withAcme()) {
            world.call("acme", "c", "2026-11-10T00:00:00Z");
            world.setNow(DECEMBER);
            world.seal("close-1", DECEMBER);
            WorldOwner owner = world.owner();
            owner.run(100);
            Backfill backfill = world.backfill("outage");
            sendCalls(world, backfill.id(), 8);
            owner.run(100);

            Forecast forecast = world.backfills().preview(backfill);
            decide(world, backfill, Outcome.COMMIT);
            owner.run(100);

            RatedLine original = world.line("acme", "calls", NOVEMBER);
            RatedLine adjustment = world.adjustments().stream()
                    .filter(line -> original.id().equals(line.adjusts()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(1, original.eventCount());
            assertEquals(8, adjustment.eventCount());
            assertEquals(forecast.totals(), forecast.adjustments());
            assertEquals(
                    world.adjustments().stream().map(RatedLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add),
                    forecast.adjustments().get("USD"));
        }
    }

    @Test
    void a_reverted_backfill_never_counts_and_its_identities_stay_free() {
        try (World world = World.withAcme()) {
            WorldOwner owner = world.owner();
            owner.run(100);
            Map<String, String> before = world.digests();
            Backfill wrong = world.backfill("wrong");
            sendCalls(world, wrong.id(), 3);
            owner.run(100);

            decide(world, wrong, Outcome.REVERT);
            owner.run(100);
            assertEquals(before, world.digests());
            assertEquals(3, world.position().ledger().voided());
            assertEquals(
                    "reverted", world.backfills().find("wrong").orElseThrow().state());
            assertEquals(
                    3, world.backfills().events(wrong, new Place(-1, -1), 10).size());

            Backfill right = world.backfill("right");
            sendCalls(world, right.id(), 3);
            owner.run(100);
            decide(world, right, Outcome.COMMIT);
            owner.run(100);
            assertEquals(3, world.line("acme", "calls", NOVEMBER).eventCount());
            assertBalanced(world);
        }
    }

    @Test
    void events_that_are_known_already_or_stand_in_it_twice_count_once() {
        try (World world = World.withAcme()) {
            world.call("acme", "b0", "2026-11-10T00:00:00Z");
            world.call("acme", "b1", "2026-11-11T00:00:00Z");
            WorldOwner owner = world.owner();
            owner.run(100);
            Backfill backfill = world.backfill("outage");
            sendCalls(world, backfill.id(), 3);
            send(world, backfill.id(), "acme", "b2", "2026-11-10T00:00:00Z");
            owner.run(100);

            Forecast forecast = world.backfills().preview(backfill);
            decide(world, backfill, Outcome.COMMIT);
            owner.run(100);

            assertEquals(
                    Map.of(Disposition.RATED, 1L, Disposition.DUPLICATE, 2L, Disposition.CONFLICT, 1L),
                    forecast.events());
            assertEquals(3, world.line("acme", "calls", NOVEMBER).eventCount());
            assertEquals(2, world.position().ledger().duplicate());
            assertEquals(1, world.position().ledger().conflict());
            assertBalanced(world);
        }
    }

    @Test
    void what_comes_after_the_decision_or_names_no_backfill_is_rejected_with_its_reason() {
        try (World world = World.withAcme()) {
            WorldOwner owner = world.owner();
            Backfill backfill = world.backfill("outage");
            decide(world, backfill, Outcome.COMMIT);
            sendCalls(world, backfill.id(), 1);
            send(world, "nonsense", "acme", "x", "2026-11-10T00:00:00Z");
            Backfill other = world.backfills()
                    .open(new Backfills.Asked(
                            "00000000-0000-0009-0000-0000000000aa", "other", "a test", Optional.of("other"), "key-1"));
            send(world, other.id(), "acme", "y", "2026-11-10T00:00:00Z");
            owner.run(100);

            assertEquals(3, world.position().ledger().rejected());
            assertEquals(
                    java.util.Set.of("backfill_not_open", "unknown_backfill", "backfill_of_another_customer"),
                    world.replays().stuck(Optional.empty()).stream()
                            .map(ReplayStore.Stuck::reason)
                            .collect(java.util.stream.Collectors.toSet()));
        }
    }

    @Test
    void of_two_decisions_one_wins_and_a_name_is_given_once() {
        try (World world = World.withAcme()) {
            Backfill backfill = world.backfill("outage");
            decide(world, backfill, Outcome.COMMIT);

            assertEquals(backfill.id(), decide(world, backfill, Outcome.COMMIT).id());
            assertEquals("backfill_not_open", code(() -> decide(world, backfill, Outcome.REVERT)));
            assertEquals(
                    "backfill_not_open",
                    code(() -> world.backfills()
                            .preview(world.backfills().find("outage").orElseThrow())));
            assertEquals(
                    "backfill_exists",
                    code(() -> world.backfills()
                            .open(new Backfills.Asked(
                                    "00000000-0000-0009-0000-0000000000aa",
                                    "outage",
                                    "another reason",
                                    Optional.empty(),
                                    "key-2"))));
            WorldOwner owner = world.owner();
            owner.run(100);
            assertEquals(
                    "committed", world.backfills().find("outage").orElseThrow().state());
        }
    }

    @Test
    void an_owner_that_dies_before_the_commit_of_a_decision_does_it_again_the_same() {
        try (World world = World.withAcme()) {
            WorldOwner owner = world.owner();
            Backfill backfill = world.backfill("outage");
            sendCalls(world, backfill.id(), 5);
            owner.run(2);
            decide(world, backfill, Outcome.COMMIT);
            world.database().refuseConnections();
            assertThrows(RuntimeException.class, () -> owner.run(100));
            world.database().acceptConnections();

            world.run();

            assertEquals(5, world.line("acme", "calls", NOVEMBER).eventCount());
            assertEquals(
                    "committed", world.backfills().find("outage").orElseThrow().state());
            assertBalanced(world);
        }
    }

    private static String code(org.junit.jupiter.api.function.Executable refused) {
        return assertThrows(ProblemException.class, refused).problem().code();
    }
}
