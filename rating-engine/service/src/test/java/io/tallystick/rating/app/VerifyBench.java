package io.tallystick.rating.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tallystick.rating.catalog.Plan;
import io.tallystick.rating.store.PgWhatIfStore;
import io.tallystick.rating.verify.VerificationReport;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * How long it takes to compute the lines of stored events again, by the second implementation ({@code ./tally verify}) and for a what-if.
 * A real PostgreSQL with fsync; what is compared must agree. {@code -Dtally.bench.events=1000000 -Dtally.bench.customers=800}.
 */
class VerifyBench {
    @Test
    void stored_events_are_computed_again() {
        int events = Integer.getInteger("tally.bench.events", 1_000_000);
        int customers = Integer.getInteger("tally.bench.customers", 800);
        try (World world = new World()) {
            DrainBench.fill(world, events, customers, 20_000);
            world.setNow(Instant.parse("2026-12-20T00:00:00Z"));
            verify(world);
            reconcile(world);
            whatIf(world);
        }
    }

    private static void verify(World world) {
        long start = System.nanoTime();
        VerificationReport report = VerificationTest.verify(world, Optional.empty(), Optional.empty());
        print(
                "verify: " + report.events() + " events, " + report.lines() + " lines of " + report.customers()
                        + " customers, " + report.differences() + " differ",
                start);
        assertEquals(List.of(), report.found());
    }

    private static void reconcile(World world) {
        long start = System.nanoTime();
        List<ReconciliationCheck> checks = world.reconciliation().deep();
        print("reconciliation, deep: " + checks.size() + " checks", start);
        checks.forEach(check -> assertEquals(0, check.difference(), check.toString()));
    }

    private static void whatIf(World world) {
        WhatIfs whatIfs = new WhatIfs(new PgWhatIfStore(world.pool()), world.catalog(), world.store(), world::now);
        Plan plan =
                world.catalog().view().newest("developer").orElseThrow().plan().plan();
        LocalDate november = LocalDate.parse("2026-11-01");
        long start = System.nanoTime();
        WhatIf begun =
                whatIfs.begin("bench", plan, november, november.plusMonths(1), List.of(), "bench", Optional.empty());
        whatIfs.work();
        WhatIf done = whatIfs.find(begun.id()).orElseThrow();
        print(
                "what-if: " + done.progress().events() + " events of "
                        + done.progress().customers() + " customers, both ways",
                start);
        whatIfs.totals(begun.id()).forEach(total -> assertEquals(total.was(), total.would()));
    }

    private static void print(String what, long start) {
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        System.out.println(what + " in " + millis / 1_000 + "." + millis % 1_000 / 100 + " s on "
                + Runtime.getRuntime().availableProcessors() + " cores");
    }
}
