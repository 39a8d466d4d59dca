package io.tallystick.rating.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.rating.verify.VerificationMonitor;
import io.tallystick.rating.verify.VerificationReport;
import io.tallystick.rating.verify.VerificationScope;
import io.tallystick.rating.verify.Verifications;
import io.tallystick.schemas.rated.Sealed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stored lines against their second computation, over a real PostgreSQL. */
@Tag("integration")
class VerificationTest {
    private static final LocalDate NOVEMBER = LocalDate.parse("2026-11-01");
    private static final LocalDate JANUARY = LocalDate.parse("2027-01-01");

    @Test
    void what_the_engine_stored_is_what_the_second_computation_says_for_every_aggregation_and_change() {
        try (World world = lives()) {
            VerificationReport report = verify(world, Optional.empty(), Optional.empty());

            assertEquals(List.of(), report.found());
            assertEquals("completed", report.state());
            assertEquals(4, report.customers());
            assertTrue(report.lines() > 50, report::toString);
            assertTrue(report.events() > 200, report::toString);
        }
    }

    @Test
    void a_corrected_line_counts_with_its_corrections() {
        try (World world = lives()) {
            world.seal("close-1", World.DECEMBER).run();
            for (int i = 0; i < 20; i++) {
                world.call("acme", "late-" + i, "2026-11-20T00:00:00Z");
            }
            world.run();

            assertTrue(!world.adjustments().isEmpty());
            assertEquals(
                    List.of(),
                    verify(world, Optional.of("acme"), Optional.empty()).found());
        }
    }

    @Test
    void voids_amendments_and_releases_count_on_both_sides_of_a_close() {
        try (World world = lives()) {
            world.voids("zen", "call-7");
            world.amends("acme", first(world, "acme"), """
                    {"type":"io.tallystick.mcp.tool-call.v1","time":"2026-11-09T00:00:00Z","data":{"outcome":"ok","model":"m9"}}""");
            world.run();
            assertEquals(
                    List.of(), verify(world, Optional.empty(), Optional.empty()).found());

            world.seal("close-1", World.DECEMBER).run();
            world.voids("brook", first(world, "brook"));
            world.call("cedar", "late-1", "2026-11-20T00:00:00Z");
            world.event(
                    "zen",
                    "io.tallystick.storage.v1",
                    "late-2",
                    "2026-11-28T00:00:00Z",
                    "{\"gigabytes\":\"77\",\"class\":\"cold\"}");
            world.run();

            assertTrue(world.adjustments().size() >= 3, world.adjustments()::toString);
            assertEquals(
                    List.of(), verify(world, Optional.empty(), Optional.empty()).found());
        }
    }

    /** The first call of a customer that counts. */
    private static String first(World world, String customer) {
        UsageQueries.Between ever = new UsageQueries.Between(Optional.empty(), Optional.empty());
        UsageQueries.EventFilter rated = new UsageQueries.EventFilter(
                Optional.of(customer),
                Optional.empty(),
                Optional.of(Disposition.RATED),
                Optional.of("charged"),
                ever,
                ever);
        return world.queries().events(rated, new Identity(customer, "", ""), 1_000).stream()
                .map(kept -> kept.event().id())
                .filter(id -> id.startsWith("call"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void another_version_in_the_middle_of_a_period_and_a_move_of_subscribers_are_computed_alike() {
        try (World world = lives()) {
            world.load("/price-books/pipeline-next.yaml");
            change(world, "acme", "{\"at\":\"2026-11-18\",\"plan\":{\"key\":\"developer\",\"version\":2}}");
            change(world, "zen", "{\"at\":\"2026-12-03\",\"plan\":{\"key\":\"developer\",\"version\":2}}");
            world.run();

            assertEquals(
                    List.of(), verify(world, Optional.empty(), Optional.empty()).found());
        }
    }

    @Test
    void lines_of_a_subscription_that_was_parked_and_retried_are_right_again() {
        try (World world = World.withAcme()) {
            world.run();
            world.sql(ParkedSubscriptionTest.POISON);
            for (int i = 0; i < 20; i++) {
                world.call("acme", "c" + i, "2026-11-05T00:00:00Z");
            }
            WorldOwner owner = world.owner();
            owner.run(100);
            assertEquals(1, world.count("parked"));

            world.sql(ParkedSubscriptionTest.CURE);
            world.parked().retry("sub-acme", "retry-1");
            owner.run(100);

            assertEquals(0, world.count("parked"));
            assertEquals(
                    List.of(), verify(world, Optional.empty(), Optional.empty()).found());
        }
    }

    @Test
    void an_event_that_is_on_no_line_and_a_line_that_says_more_events_are_found() {
        try (World world = lives()) {
            String id = world.line("acme", "calls", World.NOVEMBER).id();
            world.sql("UPDATE line SET content = (content::jsonb || '{\"eventCount\":9999}')::text WHERE id = '" + id
                    + "'");

            VerificationReport report = verify(world, Optional.empty(), Optional.empty());

            VerificationReport.Difference found = report.found().getFirst();
            assertEquals("eventCount", found.field());
            assertEquals("9999", found.stored());
            assertEquals("calls", found.charge());
        }
    }

    @Test
    void what_a_verification_finds_stands_in_the_way_of_a_close_until_the_same_time_is_right() {
        try (World world = lives()) {
            String id = world.line("acme", "calls", World.NOVEMBER).id();
            world.sql("CREATE TABLE saved AS SELECT * FROM line WHERE id = '" + id + "'");
            world.sql("UPDATE line SET content = (content::jsonb || '{\"amount\":\"1234.56\"}')::text WHERE id = '" + id
                    + "'");
            VerificationScope all = new VerificationScope(NOVEMBER, JANUARY, Optional.empty(), Optional.empty());
            VerificationScope zen = new VerificationScope(NOVEMBER, JANUARY, Optional.of("zen"), Optional.empty());
            Reconciliation reconciliation = world.reconciliation();

            reconciliation.computedAgain(found(all, verify(world, Optional.empty(), Optional.empty())));
            reconciliation.computedAgain(found(zen, verify(world, Optional.of("zen"), Optional.empty())));
            List<Sealed.Notice> refused = notices(world);
            world.sql("UPDATE line SET content = saved.content FROM saved WHERE line.id = saved.id");
            reconciliation.computedAgain(found(all, verify(world, Optional.empty(), Optional.empty())));

            assertEquals(1, refused.size(), refused::toString);
            assertTrue(refused.getFirst().detail().contains(id), refused::toString);
            assertEquals(List.of(), notices(world));
        }
    }

    private static Reconciliation.ComputedAgain found(VerificationScope scope, VerificationReport report) {
        String lines =
                report.found().stream().map(one -> String.valueOf(one.lineId())).collect(Collectors.joining());
        return new Reconciliation.ComputedAgain(
                scope.from() + ".." + scope.to(),
                scope.isFull(),
                report.lines(),
                report.differences(),
                lines,
                report.finishedAt());
    }

    private static List<Sealed.Notice> notices(World world) {
        return world.seal("close-1", World.DECEMBER).run().seals().getFirst().notices().stream()
                .filter(notice -> notice.code().equals(Sealed.DIFFERENCE))
                .toList();
    }

    @Test
    void a_line_that_was_changed_behind_the_engine_is_found_with_both_values() {
        try (World world = lives()) {
            String id = world.line("acme", "calls", World.NOVEMBER).id();
            world.sql("UPDATE line SET content = (content::jsonb || '{\"amount\":\"1234.56\"}')::text WHERE id = '" + id
                    + "'");

            VerificationReport report = verify(world, Optional.empty(), Optional.empty());

            assertEquals(1, report.differences());
            VerificationReport.Difference found = report.found().getFirst();
            assertEquals("acme", found.customerId());
            assertEquals(id, found.lineId());
            assertEquals("amount", found.field());
            assertEquals("1234.56", found.stored());
        }
    }

    @Test
    void a_line_and_an_event_that_are_gone_are_found() {
        try (World world = lives()) {
            world.sql(
                    "DELETE FROM line WHERE customer_id = 'acme' AND charge_key = 'fee' AND period_start = '2026-11-01Z'");
            world.loseEvent("call-7");

            VerificationReport report = verify(world, Optional.empty(), Optional.empty());

            assertTrue(report.found().stream()
                    .anyMatch(one -> one.charge().equals("fee") && one.field().equals("line") && one.lineId() == null));
            assertTrue(report.found().stream()
                    .anyMatch(
                            one -> one.customerId().equals("zen") && one.field().equals("quantity")));
        }
    }

    @Test
    void a_sample_looks_at_so_many_customers_and_one_customer_at_one() {
        try (World world = lives()) {
            assertEquals(2, verify(world, Optional.empty(), Optional.of(2)).customers());
            assertEquals(1, verify(world, Optional.of("zen"), Optional.empty()).customers());
            assertEquals(
                    0, verify(world, Optional.of("nobody"), Optional.empty()).customers());
        }
    }

    /** Four customers with calls, seconds and levels, who change plans, pause, resume and leave. */
    private static World lives() {
        World world = new World();
        world.load("/price-books/pipeline.yaml");
        List<String> customers = List.of("acme", "brook", "cedar", "zen");
        customers.forEach(world::subscribe);
        world.run();
        Random random = new Random(11);
        world.setNow(Instant.parse("2026-12-20T00:00:00Z"));
        for (int i = 0; i < 240; i++) {
            String customer = customers.get(random.nextInt(customers.size()));
            String time = World.NOVEMBER
                    .plus(Duration.ofMillis(random.nextLong(Duration.ofDays(45).toMillis())))
                    .toString();
            switch (random.nextInt(4)) {
                case 0 ->
                    world.event(
                            customer,
                            "io.tallystick.compute.v1",
                            "compute-" + i,
                            time,
                            "{\"seconds\":\"%d.%03d\",\"accelerator\":\"%s\"}"
                                    .formatted(
                                            random.nextInt(90),
                                            random.nextInt(1_000),
                                            random.nextBoolean() ? "gpu" : "cpu"));
                case 1 ->
                    world.event(
                            customer,
                            "io.tallystick.storage.v1",
                            "storage-" + i,
                            time,
                            "{\"gigabytes\":\"%d.5\",\"class\":\"%s\"}"
                                    .formatted(random.nextInt(50), random.nextBoolean() ? "cold" : "hot"));
                default ->
                    world.event(
                            customer,
                            "io.tallystick.mcp.tool-call.v1",
                            "call-" + i,
                            time,
                            "{\"outcome\":\"%s\",\"model\":\"m%d\"}"
                                    .formatted(random.nextInt(5) == 0 ? "error" : "ok", random.nextInt(4)));
            }
        }
        world.call("zen", "call-7", "2026-11-08T00:00:00Z").run();
        change(world, "brook", "{\"at\":\"2026-11-10\",\"pause\":true}");
        change(world, "brook", "{\"at\":\"2026-11-17\",\"resume\":true}");
        change(world, "cedar", "{\"at\":\"2026-12-05T10:00:00Z\",\"cancel\":true}");
        change(world, "zen", """
                {"at":"2026-11-16","price":{"charge":"calls","price":{"model":"per_unit","unitPrice":"0.3"},"minimum":"4"}}""");
        world.due(world.now()).run();
        return world;
    }

    private static void change(World world, String customer, String fact) {
        world.change("sub-" + customer, fact);
    }

    static VerificationReport verify(World world, Optional<String> customer, Optional<Integer> sample) {
        AtomicInteger ids = new AtomicInteger();
        try (Verifications runs = new Verifications(
                world.verificationStore(),
                new Silent(),
                InstantSource.fixed(world.now()),
                () -> "run-" + ids.incrementAndGet())) {
            VerificationScope scope = new VerificationScope(NOVEMBER, JANUARY, customer, sample);
            String id = runs.begin(scope).orElseThrow().id();
            long patience = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (runs.find(id).orElseThrow().state().equals("running") && System.nanoTime() < patience) {
                Thread.onSpinWait();
            }
            return runs.find(id).orElseThrow();
        }
    }

    /** Hears nothing. */
    private static final class Silent implements VerificationMonitor {
        @Override
        public void verified(VerificationScope scope, VerificationReport report) {}

        @Override
        public void notVerified(RuntimeException trouble) {
            throw trouble;
        }
    }
}
