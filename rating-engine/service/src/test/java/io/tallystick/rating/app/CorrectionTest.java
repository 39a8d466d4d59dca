package io.tallystick.rating.app;

import static io.tallystick.rating.app.World.DECEMBER;
import static io.tallystick.rating.app.World.NOVEMBER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.rating.app.Commands.CommandKey;
import io.tallystick.rating.app.Preview.Effect;
import io.tallystick.rating.app.Preview.LineChange;
import io.tallystick.schemas.problem.ProblemException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Corrections are facts: once each, with author and reason, and the ledger adds up after every one. */
@Tag("integration")
class CorrectionTest {
    private static World withCalls(int calls) {
        World world = World.withAcme();
        for (int i = 0; i < calls; i++) {
            world.call("acme", "c" + i, "2026-11-10T00:00:00Z");
        }
        return world;
    }

    @Test
    void a_voided_event_leaves_its_line_and_is_kept_as_voided() {
        try (World world = withCalls(8)) {
            WorldOwner owner = world.owner();
            owner.run(100);

            Correction fact = world.voids("acme", "c0");
            owner.run(100);

            assertEquals(7, world.line("acme", "calls", NOVEMBER).eventCount());
            Ledger ledger = world.position().ledger();
            assertEquals(8, ledger.received());
            assertEquals(7, ledger.rated());
            assertEquals(1, ledger.voided());
            Correction applied = world.corrections().find(fact.id()).orElseThrow();
            assertEquals(Optional.of(Correction.APPLIED), applied.outcome());
            assertEquals("key-1", applied.author());
            assertEquals("it was a test", applied.reason());
        }
    }

    @Test
    void a_unique_value_that_only_the_voided_event_had_is_forgotten() {
        try (World world = World.withAcme()) {
            world.event(
                    "acme",
                    "io.tallystick.mcp.tool-call.v1",
                    "a",
                    "2026-11-10T00:00:00Z",
                    "{\"outcome\":\"ok\",\"model\":\"m1\"}");
            world.event(
                    "acme",
                    "io.tallystick.mcp.tool-call.v1",
                    "b",
                    "2026-11-10T00:00:00Z",
                    "{\"outcome\":\"ok\",\"model\":\"m2\"}");
            world.event(
                    "acme",
                    "io.tallystick.mcp.tool-call.v1",
                    "c",
                    "2026-11-11T00:00:00Z",
                    "{\"outcome\":\"ok\",\"model\":\"m1\"}");
            WorldOwner owner = world.owner();
            owner.run(100);

            world.voids("acme", "b");
            world.voids("acme", "a");
            owner.run(100);
            world.event(
                    "acme",
                    "io.tallystick.mcp.tool-call.v1",
                    "d",
                    "2026-11-12T00:00:00Z",
                    "{\"outcome\":\"ok\",\"model\":\"m1\"}");
            owner.run(100);

            assertEquals(BigDecimal.ONE, world.line("acme", "models", NOVEMBER).quantity());
        }
    }

    @Test
    void a_voided_level_is_as_if_it_had_never_been_told() {
        try (World world = World.withAcme();
                World never = World.withAcme()) {
            for (World one : new World[] {world, never}) {
                one.event("acme", "io.tallystick.storage.v1", "l1", "2026-11-02T00:00:00Z", "{\"gigabytes\":\"10\"}");
            }
            world.event("acme", "io.tallystick.storage.v1", "l2", "2026-11-10T00:00:00Z", "{\"gigabytes\":\"500\"}");
            world.setNow(DECEMBER);
            never.setNow(DECEMBER);
            world.due(DECEMBER);
            never.due(DECEMBER);
            WorldOwner owner = world.owner();
            owner.run(100);

            Effect preview = world.corrections().preview(world.asked(Correction.Kind.VOID, "acme", "l2", null));
            world.voids("acme", "l2");
            owner.run(100);
            never.run();

            assertEquals(
                    never.line("acme", "storage", NOVEMBER).quantity(),
                    world.line("acme", "storage", NOVEMBER).quantity());
            assertEquals(
                    never.line("acme", "storage", DECEMBER).quantity(),
                    world.line("acme", "storage", DECEMBER).quantity());
            Map<String, LineChange> said = new java.util.TreeMap<>();
            preview.lines().forEach(change -> said.put(change.after().id(), change));
            world.lines().forEach((id, line) -> {
                if (said.containsKey(id)) {
                    assertEquals(line.amount(), said.get(id).after().amount());
                }
            });
            assertTrue(said.containsKey(world.line("acme", "storage", DECEMBER).id()));
        }
    }

    @Test
    void an_amended_event_is_superseded_by_a_new_one_that_counts_instead() {
        try (World world = World.withAcme()) {
            world.event("acme", "io.tallystick.compute.v1", "s", "2026-11-10T00:00:00Z", "{\"seconds\":\"1000\"}");
            WorldOwner owner = world.owner();
            owner.run(100);

            Correction fact = world.amends("acme", "s", "{\"data\":{\"seconds\":\"1\"}}");
            owner.run(100);

            assertEquals(BigDecimal.ONE, world.line("acme", "seconds", NOVEMBER).quantity());
            Ledger ledger = world.position().ledger();
            assertEquals(2, ledger.received());
            assertEquals(1, ledger.rated());
            assertEquals(1, ledger.superseded());
            Identity made = Identity.of(world.corrections()
                    .find(fact.id())
                    .orElseThrow()
                    .replacement()
                    .orElseThrow());
            assertEquals(
                    Disposition.RATED, world.queries().event(made).orElseThrow().disposition());
        }
    }

    @Test
    void a_preview_stores_nothing() {
        try (World world = withCalls(8)) {
            world.run();
            Map<String, String> before = world.digests();

            Effect effect = world.corrections().preview(world.asked(Correction.Kind.VOID, "acme", "c0", null));

            assertEquals(new BigDecimal("-0.25"), effect.totals().get("USD"));
            assertEquals(before, world.digests());
            assertEquals(0, world.count("correction"));
            assertEquals(0, world.count("event_change"));
        }
    }

    @Test
    void an_unknown_event_and_one_that_is_voided_are_refused_with_stable_codes() {
        try (World world = withCalls(1)) {
            WorldOwner owner = world.owner();
            owner.run(100);
            world.voids("acme", "c0");
            assertEquals("correction_under_way", code(() -> world.voids("acme", "c0")));
            owner.run(100);

            assertEquals("unknown_event", code(() -> world.voids("acme", "nobody")));
            assertEquals("already_voided", code(() -> world.voids("acme", "c0")));
            assertEquals("already_voided", code(() -> world.amends("acme", "c0", "{}")));
            assertEquals(
                    "not_held",
                    code(() -> world.corrections()
                            .correct(
                                    world.asked(Correction.Kind.RELEASE, "acme", unvoided(world, owner), null),
                                    Optional.empty())));
        }
    }

    private static String unvoided(World world, WorldOwner owner) {
        world.call("acme", "fresh", "2026-11-11T00:00:00Z");
        owner.run(100);
        return "fresh";
    }

    @Test
    void the_same_command_again_is_the_same_correction() {
        try (World world = withCalls(1)) {
            WorldOwner owner = world.owner();
            owner.run(100);
            CommandKey key = new CommandKey("key-1", "k", "void c0");

            Correction first = world.corrections()
                    .correct(world.asked(Correction.Kind.VOID, "acme", "c0", null), Optional.of(key));
            owner.run(100);
            Correction again = world.corrections()
                    .correct(world.asked(Correction.Kind.VOID, "acme", "c0", null), Optional.of(key));

            assertEquals(first.id(), again.id());
            assertEquals(1, world.position().ledger().voided());
        }
    }

    @Test
    void of_many_who_correct_an_event_at_once_one_wins() throws InterruptedException {
        try (World world = withCalls(1)) {
            WorldOwner owner = world.owner();
            owner.run(100);
            AtomicInteger won = new AtomicInteger();
            Thread[] people = new Thread[6];
            for (int i = 0; i < people.length; i++) {
                Corrections.Asked asked = world.asked(Correction.Kind.VOID, "acme", "c0", null);
                people[i] = Thread.ofPlatform().start(() -> {
                    try {
                        world.corrections().correct(asked, Optional.empty());
                        won.incrementAndGet();
                    } catch (ProblemException late) {
                        assertEquals(409, late.problem().status());
                    }
                });
            }
            for (Thread one : people) {
                one.join();
            }
            owner.run(100);

            assertEquals(1, won.get());
            assertEquals(1, world.position().ledger().voided());
        }
    }

    @Test
    void a_record_that_announces_a_correction_twice_corrects_once() {
        try (World world = withCalls(2)) {
            WorldOwner owner = world.owner();
            owner.run(100);
            world.voids("acme", "c0");
            LogRecord.Control record = (LogRecord.Control) world.log().getLast();
            owner.run(100);
            world.log().add(new LogRecord.Control(world.log().size(), world.now(), record.command()));

            owner.run(100);

            assertEquals(1, world.position().ledger().voided());
            assertEquals(1, world.line("acme", "calls", NOVEMBER).eventCount());
        }
    }

    @Test
    void after_corrections_every_figure_of_the_ledger_is_found_again_in_the_tables() {
        try (World world = withCalls(6)) {
            world.call("acme", "c1", "2026-11-10T00:00:00Z");
            world.call("nobody", "n", "2026-11-10T00:00:00Z");
            world.raw("acme", "{}");
            world.setNow(DECEMBER);
            world.seal("close-1", DECEMBER);
            WorldOwner owner = world.owner();
            owner.run(100);
            world.voids("acme", "c1");
            world.voids("nobody", "n");
            world.amends("acme", "c2", "{\"time\":\"2026-11-12T00:00:00Z\"}");
            owner.run(100);

            world.reconciliation().deep().forEach(check -> assertEquals(0, check.difference(), check.toString()));
            assertEquals(2, world.position().ledger().voided());
        }
    }

    private static String code(Runnable command) {
        return assertThrows(ProblemException.class, command::run).problem().code();
    }
}
