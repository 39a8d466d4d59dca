package io.tallystick.rating.app;

import static io.tallystick.rating.app.World.DECEMBER;
import static io.tallystick.rating.app.World.NOVEMBER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.schemas.rated.Sealed;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A broken invariant stops the one subscription, and no other: the plan is poisoned behind the engine's back. */
@Tag("integration")
class ParkedSubscriptionTest {
    static final String POISON = """
            UPDATE plan_version SET definition = replace(definition::text, '{"unitPrice": "0.25"}',
                '{"upTo": "6", "unitPrice": "0.25"}')::jsonb WHERE plan_key = 'developer';
            UPDATE catalog SET version = version + 1""";
    static final String CURE = """
            UPDATE plan_version SET definition = replace(definition::text, '"0.25"', '"0.20"')::jsonb;
            UPDATE plan_version SET definition = jsonb_set(definition, '{charges,1,price,tiers,1}', '{"unitPrice": "0.20"}')
            WHERE plan_key = 'developer';
            UPDATE catalog SET version = version + 1""";

    /** {@code acme} uses more than the last tier of the poisoned plan has a price for, {@code bolt} does not. */
    private static World poisoned() {
        World world = new World();
        world.load("/price-books/pipeline.yaml");
        world.sql(POISON);
        world.subscribe("acme");
        world.subscribe("bolt");
        return world;
    }

    private static void calls(World world, String customer, int from, int to) {
        for (int i = from; i < to; i++) {
            world.call(customer, "c" + i, "2026-11-10T00:00:00Z");
        }
    }

    @Test
    void a_broken_invariant_parks_the_one_subscription_and_the_others_go_on() {
        try (World world = poisoned()) {
            calls(world, "acme", 0, 20);
            calls(world, "bolt", 0, 4);

            world.run();

            assertEquals(4, world.line("bolt", "calls", NOVEMBER).eventCount());
            Parked parked = world.parked().list("", 10).getFirst();
            assertEquals("sub-acme", parked.subscriptionId());
            assertTrue(parked.error().contains("NotPriced"), parked.error());
            assertTrue(parked.evidence().contains("calls: "), parked.evidence());
            assertEquals(20, world.position().ledger().unmatched());
            assertEquals(4, world.position().ledger().rated());
            assertEquals(0, world.line("acme", "calls", NOVEMBER).eventCount());
        }
    }

    @Test
    void while_a_subscription_is_parked_its_events_are_kept_and_say_why_they_wait() {
        try (World world = poisoned()) {
            calls(world, "acme", 0, 20);
            WorldOwner owner = world.owner();
            owner.run(100);
            calls(world, "acme", 20, 22);

            owner.run(100);

            assertEquals(22, world.position().ledger().unmatched());
            KeptEvent kept =
                    world.queries().event(new Identity("acme", "test", "c21")).orElseThrow();
            assertEquals(Disposition.UNMATCHED, kept.disposition());
            assertEquals("parked", kept.reason());
        }
    }

    @Test
    void after_the_cure_a_retry_rates_every_event_that_waited() {
        try (World world = poisoned()) {
            calls(world, "acme", 0, 20);
            WorldOwner owner = world.owner();
            owner.run(100);
            world.sql(CURE);

            world.parked().retry("sub-acme", "request-1");
            owner.run(100);

            assertEquals(List.of(), world.parked().list("", 10));
            assertEquals(20, world.line("acme", "calls", NOVEMBER).eventCount());
            assertEquals(20, world.position().ledger().rated());
            assertEquals(0, world.position().ledger().unmatched());
        }
    }

    @Test
    void a_retry_without_a_cure_parks_again_with_the_new_evidence() {
        try (World world = poisoned()) {
            calls(world, "acme", 0, 20);
            WorldOwner owner = world.owner();
            owner.run(100);
            long first = world.parked().list("", 10).getFirst().offset();

            world.parked().retry("sub-acme", "request-1");
            owner.run(100);

            assertTrue(world.parked().list("", 10).getFirst().offset() > first);
            assertEquals(20, world.position().ledger().unmatched());
            assertEquals(0, world.position().ledger().difference());
        }
    }

    @Test
    void a_close_goes_through_for_the_others_and_names_what_is_parked() {
        try (World world = poisoned()) {
            calls(world, "acme", 0, 20);
            calls(world, "bolt", 0, 4);
            world.setNow(DECEMBER);
            world.seal("close-1", DECEMBER);
            WorldOwner owner = world.owner();

            owner.run(100);

            Sealed.Notice notice = owner.seals().getFirst().notices().stream()
                    .filter(one -> one.code().equals("parked_subscription"))
                    .findFirst()
                    .orElseThrow();
            assertEquals("acme", notice.customerId());
            assertEquals("sub-acme", notice.subscriptionId());
        }
    }

    @Test
    void what_is_not_parked_cannot_be_retried() {
        try (World world = World.withAcme()) {
            world.run();

            ProblemException refused =
                    assertThrows(ProblemException.class, () -> world.parked().retry("sub-acme", "request-1"));

            assertEquals("not_parked", refused.problem().code());
        }
    }
}
