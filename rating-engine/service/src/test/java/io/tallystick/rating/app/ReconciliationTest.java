package io.tallystick.rating.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallystick.rating.app.ReconciliationStore.ToVerify;
import io.tallystick.schemas.control.ControlRecord.DoorCounted;
import io.tallystick.schemas.control.ControlRecord.LinesCollected;
import io.tallystick.schemas.control.ControlRecord.SealRequested;
import io.tallystick.schemas.rated.LinesCounted;
import io.tallystick.schemas.rated.Sealed;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Figures that must be the same are compared; a difference is named, and stands in the answer to a close until it is mended. */
@Tag("integration")
final class ReconciliationTest {
    private World world;

    @BeforeEach
    void threeCallsOfAcme() {
        world = World.withAcme();
        world.call("acme", "e1", "2026-11-02T10:00:00Z")
                .call("acme", "e2", "2026-11-03T10:00:00Z")
                .call("acme", "e3", "2026-11-04T10:00:00Z");
        world.run();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private static ReconciliationCheck named(List<ReconciliationCheck> checks, String name) {
        return checks.stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Sealed.Notice> differences(Sealed sealed) {
        return sealed.notices().stream()
                .filter(notice -> notice.code().equals(Sealed.DIFFERENCE))
                .toList();
    }

    private Sealed sealed(String closeId) {
        world.seal(closeId, World.DECEMBER);
        return world.run().seals().getFirst();
    }

    @Test
    void nothing_differs_where_nothing_was_damaged() {
        List<ReconciliationCheck> checks = world.reconciliation().deep();

        assertThat(checks)
                .hasSizeGreaterThan(10)
                .allSatisfy(check ->
                        assertThat(check.difference()).as(check.toString()).isZero());
        assertThat(differences(sealed("c1"))).isEmpty();
    }

    @Test
    void an_event_that_vanished_is_missed_until_it_is_back() {
        world.sql("CREATE TABLE saved AS SELECT * FROM event_block WHERE 'e2' = ANY(event_id)");
        world.loseEvent("e2");

        ReconciliationCheck damaged = named(world.reconciliation().deep(), "rated_events_are_kept");
        Sealed refused = sealed("c1");
        world.sql(
                "DELETE FROM event_block AS b USING saved AS s WHERE (b.customer_id, b.day, b.unit, b.part) = (s.customer_id, s.day, s.unit, s.part)");
        world.sql("INSERT INTO event_block SELECT * FROM saved");
        world.reconciliation().deep();
        Sealed mended = sealed("c1");

        assertThat(damaged.partition()).isZero();
        assertThat(damaged.difference()).isEqualTo(1);
        assertThat(differences(refused))
                .singleElement()
                .satisfies(notice -> assertThat(notice.reason()).isEqualTo("rated_events_are_kept"))
                .satisfies(notice -> assertThat(notice.detail()).isEqualTo("expected 3, found 2"));
        assertThat(differences(mended)).isEmpty();
        assertThat(mended.lineDigest()).isEqualTo(refused.lineDigest());
    }

    @Test
    void a_line_that_says_other_events_than_its_series_is_named() {
        String line = world.line("acme", "calls", World.NOVEMBER).id();
        world.sql("UPDATE line SET content = jsonb_set(content::jsonb, '{eventCount}', '7')::text WHERE id = '"
                + line.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5") + "'");

        ReconciliationCheck damaged = named(world.reconciliation().deep(), "lines_hold_the_events_of_their_series");

        assertThat(damaged.difference()).isEqualTo(4);
        assertThat(damaged.detail().orElseThrow()).contains(line).contains("says 7 events, its series 3");
        assertThat(differences(sealed("c1")))
                .singleElement()
                .satisfies(notice -> assertThat(notice.detail()).contains(line));
    }

    @Test
    void a_close_that_asks_for_a_verification_waits_until_its_lines_are_computed_again() {
        world.control(new SealRequested("c1", World.DECEMBER, true));
        Sealed waiting = world.run().seals().getFirst();
        ToVerify asked = world.reconciliation().toVerify().orElseThrow();
        world.reconciliation().verified(asked.closeId());
        Sealed goesOn = sealed("c1");

        assertThat(differences(waiting))
                .extracting(Sealed.Notice::reason)
                .containsExactly("every_line_is_computed_again_first");
        assertThat(asked).isEqualTo(new ToVerify("c1", LocalDate.parse("2026-10-31"), LocalDate.parse("2026-12-03")));
        assertThat(differences(goesOn)).isEmpty();
        assertThat(world.reconciliation().toVerify()).isEmpty();
    }

    @Test
    void a_position_that_was_passed_over_is_a_gap() {
        world.sql("UPDATE log_position SET next_offset = next_offset + 1, control = control");

        ReconciliationCheck gap = named(world.reconciliation().light(), "offsets_have_no_gaps");

        assertThat(gap.difference()).isEqualTo(1);
        assertThat(gap.expected()).isEqualTo(world.log().size() + 1);
    }

    @Test
    void what_a_door_accepted_and_nobody_received_is_missed() {
        DoorCounted counted =
                new DoorCounted(new UUID(1, 1).toString(), World.NOVEMBER, World.NOVEMBER, 9, 5, 3, 1, 0, 5);
        world.control(counted);
        world.run();

        List<ReconciliationCheck> checks = world.reconciliation().light();

        assertThat(named(checks, "the_door_accepts_or_refuses").difference()).isZero();
        assertThat(named(checks, "what_the_door_accepted_was_received").difference())
                .isEqualTo(2);
        assertThat(differences(sealed("c1")))
                .extracting(Sealed.Notice::reason)
                .containsExactly("what_the_door_accepted_was_received");
    }

    @Test
    void older_counts_of_a_door_do_not_replace_newer_ones() {
        String door = new UUID(1, 2).toString();
        Instant later = World.NOVEMBER.plusSeconds(10);
        world.control(new DoorCounted(door, World.NOVEMBER, later, 4, 3, 1, 0, 0, 3));
        world.control(new DoorCounted(door, World.NOVEMBER, World.NOVEMBER, 99, 1, 1, 0, 0, 1));
        world.run();

        assertThat(named(world.reconciliation().light(), "the_door_accepts_or_refuses")
                        .found())
                .isEqualTo(4);
    }

    @Test
    void lines_are_compared_with_what_was_collected_of_them() {
        WorldOwner owner = world.owner();
        world.reconciliation().countLines();
        LinesCounted counted = owner.run(100).counts().getFirst();

        assertThat(counted.lineCount()).isEqualTo(world.lines().size());
        assertThat(named(world.reconciliation().light(), "lines_are_collected").checkedAt())
                .isEmpty();

        collected(owner, counted, counted.lineCount(), counted.lineDigest());
        assertThat(differenceOfLines("lines_are_collected")).isZero();
        assertThat(differenceOfLines("collected_lines_say_the_same")).isZero();

        collected(owner, counted, counted.lineCount(), "0".repeat(32));
        assertThat(differenceOfLines("lines_are_collected")).isZero();
        assertThat(differenceOfLines("collected_lines_say_the_same")).isPositive();

        collected(owner, counted, counted.lineCount() - 1, "0".repeat(32));
        assertThat(differenceOfLines("lines_are_collected")).isEqualTo(1);
        assertThat(differences(sealed("c1"))).hasSize(2);
    }

    private void collected(WorldOwner owner, LinesCounted counted, long lines, String digest) {
        world.control(new LinesCollected(counted.offset(), lines, digest, null, World.DECEMBER));
        owner.run(100);
    }

    private long differenceOfLines(String name) {
        ReconciliationCheck check = named(world.reconciliation().light(), name);
        assertThat(check.checkedAt()).contains(World.DECEMBER);
        return check.difference();
    }
}
