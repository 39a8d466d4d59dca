package io.tallystick.rating.app;

import static io.tallystick.rating.app.World.DECEMBER;
import static io.tallystick.rating.app.World.NOVEMBER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.rating.app.EventStories.Story;
import io.tallystick.rating.app.ReplayStore.Stuck;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing becomes a silent zero: what is not billed is listed with its remedy, and mended by another look. */
@Tag("integration")
class ReplayTest {
    private static final String BATCHES = """
        meters:
          - key: batches
            eventTypes: [io.tallystick.batch.v1]
            aggregation: COUNT
        plans:
          - key: developer
            name: Developer
            currency: USD
            charges:
              - {key: batches, kind: USAGE, meter: batches, price: {model: per_unit, unitPrice: "2.00"}}
        """;

    private static World withUnknown() {
        World world = World.withAcme();
        for (int i = 0; i < 3; i++) {
            world.event("acme", "io.tallystick.batch.v1", "b" + i, "2026-11-10T00:00:00Z", "{}");
        }
        return world;
    }

    @Test
    void what_is_not_billed_is_listed_by_reason_with_its_remedy() {
        try (World world = withUnknown()) {
            world.call("nobody", "n", "2026-11-10T00:00:00Z");
            world.run();

            List<Stuck> stuck = world.replays().stuck(Optional.empty());

            assertEquals("unknown_type", stuck.getFirst().reason());
            assertEquals(3, stuck.getFirst().events());
            assertEquals("no_subscription", stuck.getLast().reason());
            assertTrue(Remedies.of("unknown_type").contains("add a meter"));
        }
    }

    @Test
    void events_of_an_unknown_type_are_rated_by_a_replay_once_a_meter_takes_them() {
        try (World world = withUnknown()) {
            WorldOwner owner = world.owner();
            owner.run(100);
            assertEquals(3, world.position().ledger().rejected());
            world.catalog().load(BATCHES, false);
            world.change("sub-acme", "{\"at\":\"2026-11-01T00:00:00Z\",\"plan\":{\"key\":\"developer\"}}");

            Replay asked = world.replay("unknown_type");
            owner.run(100);

            Replay done = world.replays().find(asked.id()).orElseThrow();
            assertEquals(3, done.examined());
            assertEquals(3, done.mended());
            assertEquals(done.partitions(), done.done());
            assertEquals(3, world.line("acme", "batches", NOVEMBER).eventCount());
            Ledger ledger = world.position().ledger();
            assertEquals(0, ledger.rejected());
            assertEquals(3, ledger.rated());
            assertEquals(0, ledger.difference());
            Story story = world.stories().of(new Identity("acme", "test", "b0")).orElseThrow();
            assertEquals(Disposition.REJECTED, story.changes().getFirst().before());
        }
    }

    @Test
    void one_event_is_looked_at_again_and_no_other() {
        try (World world = withUnknown()) {
            WorldOwner owner = world.owner();
            owner.run(100);
            world.catalog().load(BATCHES, false);
            world.change("sub-acme", "{\"at\":\"2026-11-01T00:00:00Z\",\"plan\":{\"key\":\"developer\"}}");

            Replay asked = world.replayOne("acme", "b1");
            owner.run(100);

            Replay done = world.replays().find(asked.id()).orElseThrow();
            assertEquals(1, done.examined());
            assertEquals(1, done.mended());
            assertEquals(2, world.position().ledger().rejected());
            assertEquals(
                    Optional.of(new Identity("acme", "test", "b1")),
                    world.stories().find("test", "b1"));
            assertEquals(Optional.empty(), world.stories().find("test", "b"));
        }
    }

    @Test
    void an_unmatched_event_is_looked_at_again_alone_and_rated() {
        try (World world = new World()) {
            world.load("/price-books/pipeline.yaml");
            WorldOwner owner = world.owner();
            world.call("late-signer", "one", "2026-11-10T00:00:00Z");
            owner.run(100);

            Replay early = world.replayOne("late-signer", "one");
            owner.run(100);
            world.subscribe("late-signer");
            owner.run(100);

            assertEquals(1, world.replays().find(early.id()).orElseThrow().examined());
            assertEquals(0, world.replays().find(early.id()).orElseThrow().mended());
            assertEquals(1, world.line("late-signer", "calls", NOVEMBER).eventCount());
        }
    }

    @Test
    void a_replay_that_finds_nothing_new_leaves_everything_as_it_was() {
        try (World world = withUnknown()) {
            world.call("nobody", "n", "2026-11-10T00:00:00Z");
            WorldOwner owner = world.owner();
            owner.run(100);
            Ledger before = world.position().ledger();

            Replay asked = world.replay(null);
            owner.run(100);

            Replay done = world.replays().find(asked.id()).orElseThrow();
            assertEquals(4, done.examined());
            assertEquals(0, done.mended());
            assertEquals(before.plus(Ledger.ONE_CONTROL), world.position().ledger());
            assertEquals(3, world.count("rejection"));
        }
    }

    @Test
    void a_corrected_copy_of_a_rejected_event_has_the_same_identity_and_is_rated() {
        try (World world = World.withAcme()) {
            world.event("acme", "io.tallystick.compute.v1", "s", "2026-11-10T00:00:00Z", "{\"seconds\":\"many\"}");
            world.event("acme", "io.tallystick.compute.v1", "s", "2026-11-10T00:00:00Z", "{\"seconds\":\"7\"}");

            world.run();

            Story story = world.stories().of(new Identity("acme", "test", "s")).orElseThrow();
            assertEquals(1, story.rejections().size());
            assertEquals(Disposition.RATED, story.trace().orElseThrow().event().disposition());
        }
    }

    @Test
    void a_trace_tells_the_way_of_a_billed_event_up_to_the_close() {
        try (World world = World.withAcme()) {
            world.call("acme", "c", "2026-11-10T00:00:00Z");
            world.call("acme", "c", "2026-11-10T00:00:00Z");
            world.setNow(DECEMBER);
            world.seal("close-1", DECEMBER);
            world.run();

            Story story = world.stories().of(new Identity("acme", "test", "c")).orElseThrow();

            String line = world.line("acme", "calls", NOVEMBER).id();
            assertEquals("close-1", story.closes().get(line));
            assertEquals(Optional.empty(), story.remedy());
            assertTrue(String.join("\n", story.sentences()).contains("the close close-1 holds it"));
            assertTrue(String.join("\n", story.sentences()).contains("1 more records say the same"));
        }
    }

    @Test
    void a_trace_of_an_event_that_stopped_says_where_and_what_would_mend_it() {
        try (World world = withUnknown()) {
            world.call("nobody", "n", "2026-11-10T00:00:00Z");
            world.run();

            Story rejected =
                    world.stories().of(new Identity("acme", "test", "b1")).orElseThrow();
            Story unmatched =
                    world.stories().of(new Identity("nobody", "test", "n")).orElseThrow();

            assertTrue(rejected.trace().isEmpty());
            assertEquals(Remedies.of("unknown_type"), rejected.remedy().orElseThrow());
            assertEquals(Remedies.of("no_subscription"), unmatched.remedy().orElseThrow());
            assertEquals(Optional.empty(), world.stories().of(new Identity("acme", "test", "never")));
        }
    }

    @Test
    void a_trace_of_a_voided_event_names_author_and_reason() {
        try (World world = World.withAcme()) {
            world.call("acme", "c", "2026-11-10T00:00:00Z");
            WorldOwner owner = world.owner();
            owner.run(100);
            world.voids("acme", "c");
            owner.run(100);

            Story story = world.stories().of(new Identity("acme", "test", "c")).orElseThrow();

            assertEquals(Disposition.VOIDED, story.changes().getLast().disposition());
            assertTrue(
                    story.sentences().getLast().contains("key-1"),
                    story.sentences().toString());
            assertTrue(story.sentences().getLast().contains("it was a test"));
        }
    }
}
