package io.tallystick.rating.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.rating.verify.VerificationMonitor;
import io.tallystick.rating.verify.VerificationReport;
import io.tallystick.rating.verify.VerificationScope;
import io.tallystick.rating.verify.Verifications;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Stored lines against their second computation, over a real PostgreSQL. */
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
            world.sql("DELETE FROM event WHERE customer_id = 'zen' AND event_id = 'call-7'");

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

    private static VerificationReport verify(World world, Optional<String> customer, Optional<Integer> sample) {
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

    /** A million stored events: {@code VerificationTest <events> <customers>} prints how long their lines take. */
    static void main(String[] arguments) {
        int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int customers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 800;
        try (World world = new World()) {
            DrainBench.fill(world, events, customers, 20_000);
            world.setNow(Instant.parse("2026-12-20T00:00:00Z"));
            long start = System.nanoTime();
            VerificationReport report = verify(world, Optional.empty(), Optional.empty());
            System.out.printf(
                    Locale.ROOT,
                    "%d events, %d lines of %d customers in %d ms on %d cores, %d differences%n",
                    report.events(),
                    report.lines(),
                    report.customers(),
                    (System.nanoTime() - start) / 1_000_000,
                    Runtime.getRuntime().availableProcessors(),
                    report.differences());
        }
    }

    /** Hears nothing. */
    private static final class Silent implements VerificationMonitor {
        @Override
        public void verified(long lines, long differences) {}

        @Override
        public void notVerified(RuntimeException trouble) {
            throw trouble;
        }
    }
}
