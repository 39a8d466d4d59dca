package io.tallystick.rating.app;

import static io.tallystick.rating.app.World.DECEMBER;
import static io.tallystick.rating.app.World.NOVEMBER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tallystick.rating.app.Explanations.Behindhand;
import io.tallystick.rating.app.Explanations.EventsOfLine;
import io.tallystick.rating.app.Explanations.Part;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.RatedLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A line is explained by what it was made of, whatever happens to its events and to the subscription afterwards. */
@Tag("integration")
class FrozenExplanationTest {
    private static World withCalls(int calls) {
        World world = World.withAcme();
        for (int i = 0; i < calls; i++) {
            world.call("acme", "c" + i, "2026-11-1" + i + "T00:00:00Z");
        }
        return world;
    }

    private static List<Behindhand> parts(World world, RatedLine line) {
        StoredLine stored = world.explanations()
                .line(line.id(), Optional.of(line.revision()))
                .orElseThrow();
        List<Behindhand> parts = new ArrayList<>();
        EventsOfLine page = world.explanations().events(stored, Optional.empty(), 3);
        parts.addAll(page.events());
        while (page.next().isPresent()) {
            page = world.explanations().events(stored, page.next(), 3);
            parts.addAll(page.events());
        }
        return parts;
    }

    /** Everything that an explanation says, without what became of the events since. */
    private static String text(World world, RatedLine line) {
        StoredLine stored = world.explanations()
                .line(line.id(), Optional.of(line.revision()))
                .orElseThrow();
        StringBuilder text =
                new StringBuilder(new String(Json.bytes(stored.line().line()), StandardCharsets.UTF_8));
        text.append(LineWords.of(stored.line().line()));
        for (Behindhand part : parts(world, line)) {
            text.append('\n')
                    .append(part.event().event().id())
                    .append(' ')
                    .append(part.event().event().occurredAt())
                    .append(' ')
                    .append(part.quantity())
                    .append(' ')
                    .append(part.part());
        }
        return text.toString();
    }

    private static void assertProven(World world, RatedLine line) {
        SetDigest digest = SetDigest.EMPTY;
        long count = 0;
        for (Behindhand part : parts(world, line)) {
            if (part.part() == Part.COUNTED) {
                digest = digest.plus(part.event().event().identity());
                count++;
            }
        }
        assertEquals(line.eventCount(), count);
        assertEquals(line.eventDigest(), digest.hex());
    }

    @Test
    void a_closed_line_is_explained_the_same_after_its_event_was_voided_and_the_plan_changed() {
        try (World world = withCalls(8)) {
            world.setNow(DECEMBER);
            world.seal("close-1", DECEMBER);
            WorldOwner owner = world.owner();
            owner.run(100);
            RatedLine line = world.line("acme", "calls", NOVEMBER);
            String before = text(world, line);
            assertProven(world, line);

            world.voids("acme", "c0");
            world.call("acme", "late", "2026-11-20T00:00:00Z");
            world.change("sub-acme", "{\"at\":\"2026-11-15T00:00:00Z\",\"cancel\":true}");
            owner.run(100);

            assertEquals(before, text(world, line));
            assertProven(world, line);
        }
    }

    @Test
    void an_adjustment_lists_what_came_late_and_what_was_taken_out_with_the_correction_that_took_it() {
        try (World world = withCalls(4)) {
            world.setNow(DECEMBER);
            world.seal("close-1", DECEMBER);
            WorldOwner owner = world.owner();
            owner.run(100);
            Correction fact = world.voids("acme", "c1");
            world.call("acme", "late", "2026-11-20T00:00:00Z");
            owner.run(100);

            String original = world.line("acme", "calls", NOVEMBER).id();
            RatedLine adjustment = world.adjustments().stream()
                    .filter(line -> original.equals(line.adjusts()))
                    .findFirst()
                    .orElseThrow();

            List<Behindhand> parts = parts(world, adjustment);
            assertEquals(
                    List.of("c1 TAKEN_OUT", "late COUNTED"),
                    parts.stream()
                            .map(part -> part.event().event().id() + " " + part.part())
                            .toList());
            assertEquals(fact.id(), parts.getFirst().correction().orElseThrow().id());
        }
    }

    @Test
    void an_open_line_without_a_voided_event_still_names_it_and_the_state_before_can_be_explained() {
        try (World world = withCalls(5)) {
            WorldOwner owner = world.owner();
            owner.run(100);
            RatedLine before = world.line("acme", "calls", NOVEMBER);
            String said = text(world, before);

            Correction fact = world.voids("acme", "c2");
            owner.run(100);
            RatedLine after = world.line("acme", "calls", NOVEMBER);

            assertEquals(said, text(world, before));
            assertProven(world, before);
            assertProven(world, after);
            Behindhand gone = parts(world, after).stream()
                    .filter(part -> part.part() == Part.CAME_AND_WENT)
                    .findFirst()
                    .orElseThrow();
            assertEquals("c2", gone.event().event().id());
            assertEquals(fact.id(), gone.correction().orElseThrow().id());
            assertEquals(Optional.empty(), world.explanations().line(after.id(), Optional.of(after.revision() + 7)));
        }
    }

    @Test
    void an_open_line_is_explained_by_the_subscription_of_its_time() {
        try (World world = withCalls(5)) {
            WorldOwner owner = world.owner();
            owner.run(100);
            RatedLine before = world.line("acme", "calls", NOVEMBER);
            String said = text(world, before);

            world.change("sub-acme", "{\"at\":\"2026-11-12T00:00:00Z\",\"cancel\":true}");
            owner.run(100);

            assertEquals(said, text(world, before));
            assertProven(world, before);
            assertProven(world, world.line("acme", "calls", NOVEMBER));
        }
    }

    @Test
    void released_and_backfilled_usage_belongs_to_the_line_that_it_changed_and_not_to_the_one_of_its_receipt() {
        try (World world = withCalls(3)) {
            WorldOwner owner = world.owner();
            Backfill backfill = world.backfill("outage");
            world.raw("acme", """
                    {"specversion":"1.0","id":"b","source":"test","type":"io.tallystick.mcp.tool-call.v1","subject":"acme",
                     "time":"2026-11-18T00:00:00Z","backfill":"%s","data":{"outcome":"ok","model":"m1"}}""".formatted(backfill.id()));
            world.setNow(DECEMBER);
            world.seal("close-1", DECEMBER);
            owner.run(100);
            world.backfills().decide(backfill, Backfill.Outcome.COMMIT, "key-1");
            owner.run(100);

            RatedLine original = world.line("acme", "calls", NOVEMBER);
            assertProven(world, original);
            for (RatedLine adjustment : world.adjustments()) {
                if (original.id().equals(adjustment.adjusts())) {
                    assertProven(world, adjustment);
                }
            }
        }
    }
}
