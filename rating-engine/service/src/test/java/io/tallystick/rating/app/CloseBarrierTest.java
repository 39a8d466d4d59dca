package io.tallystick.rating.app;

import static io.tallystick.rating.app.World.DECEMBER;
import static io.tallystick.rating.app.World.NOVEMBER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Sealed;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** DESIGN section 5 and rules 8 and 9, on a real PostgreSQL. */
@Tag("integration")
class CloseBarrierTest {
    private static final Instant JANUARY = Instant.parse("2027-01-01T00:00:00Z");

    @Test
    void rule_9_the_cut_off_is_a_position_so_what_comes_after_the_marker_is_late() {
        try (World world = World.withAcme()) {
            world.setNow(DECEMBER);
            for (int i = 0; i < 10; i++) {
                world.call("acme", "early" + i, "2026-11-10T00:00:00Z");
            }
            world.seal("close-1", DECEMBER);
            world.call("acme", "late", "2026-11-11T00:00:00Z");
            WorldOwner owner = world.owner();

            owner.run(100);

            RatedLine sealed = world.line("acme", "calls", NOVEMBER);
            assertEquals(10, sealed.eventCount());
            RatedLine adjustment = world.adjustments().getFirst();
            assertEquals(sealed.id(), adjustment.adjusts());
            assertEquals("late_usage", adjustment.reason());
            assertEquals(new BigDecimal("0.25"), adjustment.amount());
            assertEquals(JANUARY, adjustment.billableAt());
            assertEquals(1, adjustment.eventCount());
        }
    }

    @Test
    void the_seal_counts_exactly_the_lines_that_are_billable_by_the_cut_off() {
        try (World world = World.withAcme()) {
            world.setNow(DECEMBER);
            world.call("acme", "1", "2026-11-10T00:00:00Z").seal("close-1", DECEMBER);
            WorldOwner owner = world.owner();
            owner.run(100);

            Sealed sealed = owner.seals().getFirst();

            List<RatedLine> billable = world.lines().values().stream()
                    .filter(line -> !line.billableAt().isAfter(DECEMBER))
                    .toList();
            SetDigest digest = SetDigest.EMPTY;
            for (RatedLine line : billable) {
                digest = digest.plus(line.digest());
            }
            assertEquals(billable.size(), sealed.lineCount());
            assertEquals(digest.hex(), sealed.lineDigest());
            // The fees of November and December in advance, and one distinct model; one call is included.
            assertEquals(new BigDecimal("99.00"), sealed.amounts().get("USD"));
            assertEquals(new BigDecimal("1"), sealed.quantities().get("calls"));
            assertEquals(1, sealed.received());
            assertEquals(1L, sealed.dispositions().get("rated"));
        }
    }

    @Test
    void a_customer_without_any_usage_is_sealed_too() {
        try (World world = World.withAcme()) {
            world.seal("close-1", DECEMBER);
            WorldOwner owner = world.owner();

            owner.run(100);

            assertEquals(
                    new BigDecimal("98.00"), owner.seals().getFirst().amounts().get("USD"));
            assertEquals(0, world.line("acme", "calls", NOVEMBER).eventCount());
            assertEquals(0, world.line("acme", "calls", DECEMBER).eventCount());
        }
    }

    @Test
    void a_second_marker_of_the_same_close_gets_the_same_answer() {
        try (World world = World.withAcme()) {
            world.seal("close-1", DECEMBER);
            world.call("acme", "late", "2026-11-11T00:00:00Z").seal("close-1", DECEMBER);
            WorldOwner owner = world.owner();

            owner.run(100);

            assertEquals(2, owner.seals().size());
            assertEquals(owner.seals().getFirst(), owner.seals().getLast());
            assertEquals(1, world.count("seal"));
        }
    }

    @Test
    void the_next_close_holds_the_adjustments_and_each_line_is_in_exactly_one_close() {
        try (World world = World.withAcme()) {
            world.setNow(JANUARY);
            world.seal("close-1", DECEMBER);
            for (int i = 0; i < 4; i++) {
                world.call("acme", "late" + i, "2026-11-11T00:00:00Z");
            }
            world.seal("close-2", JANUARY);
            world.call("acme", "later", "2026-11-12T00:00:00Z");
            WorldOwner owner = world.owner();

            owner.run(100);

            Sealed second = owner.seals().get(1);
            assertEquals(DECEMBER, second.previousCutoff());
            List<RatedLine> adjustments = world.adjustments();
            RatedLine first = adjustments.stream()
                    .filter(line -> line.chargeKey().equals("calls")
                            && line.billableAt().equals(JANUARY))
                    .findFirst()
                    .orElseThrow();
            // Four calls, two included: two at 0.50; the fifth is an adjustment of its own, in the close after.
            assertEquals(new BigDecimal("1.00"), first.amount());
            assertTrue(adjustments.stream()
                    .anyMatch(line -> line.chargeKey().equals("calls")
                            && line.billableAt().isAfter(JANUARY)
                            && line.amount().toPlainString().equals("0.50")));
            assertEquals(
                    world.lines().values().stream()
                            .filter(line -> !line.billableAt().isAfter(JANUARY))
                            .count(),
                    owner.seals().get(0).lineCount() + second.lineCount());
        }
    }

    @Test
    void time_that_passes_opens_the_periods_of_customers_without_usage() {
        try (World world = World.withAcme()) {
            world.run();
            world.due(DECEMBER).due(DECEMBER);

            world.run();

            assertEquals(
                    new BigDecimal("49.00"), world.line("acme", "fee", DECEMBER).amount());
        }
    }
}
