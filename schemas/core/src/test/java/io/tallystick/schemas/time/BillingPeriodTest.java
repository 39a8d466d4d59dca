package io.tallystick.schemas.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BillingPeriodTest {
    private static final BillingPeriod NOVEMBER = BillingPeriod.parse("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z");
    private static final BillingPeriod DECEMBER = BillingPeriod.parse("2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z");

    /** Defect 3: an inclusive end bills the event of midnight twice. */
    @Test
    void an_event_at_the_end_of_a_period_belongs_to_the_next_only() {
        Instant midnight = Instant.parse("2026-12-01T00:00:00Z");
        assertFalse(NOVEMBER.contains(midnight));
        assertTrue(DECEMBER.contains(midnight));
        assertTrue(NOVEMBER.contains(midnight.minusNanos(1_000)));
        assertTrue(NOVEMBER.contains(NOVEMBER.start()));
        assertFalse(NOVEMBER.contains(NOVEMBER.start().minusNanos(1_000)));
    }

    @Test
    void a_period_is_never_empty_or_reversed() {
        IllegalArgumentException empty = assertThrows(
                IllegalArgumentException.class, () -> new BillingPeriod(NOVEMBER.start(), NOVEMBER.start()));
        assertTrue(empty.getMessage().contains("2026-11-01T00:00:00Z"), empty.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new BillingPeriod(NOVEMBER.end(), NOVEMBER.start()));
        Instant halfMicro = NOVEMBER.start().plusNanos(500);
        assertThrows(IllegalArgumentException.class, () -> new BillingPeriod(NOVEMBER.start(), halfMicro));
    }

    @Test
    void periods_that_touch_do_not_overlap() {
        BillingPeriod middle = BillingPeriod.parse("2026-11-15T00:00:00Z", "2026-12-15T00:00:00Z");

        assertFalse(NOVEMBER.overlaps(DECEMBER));
        assertFalse(DECEMBER.overlaps(NOVEMBER));
        assertEquals(Optional.empty(), NOVEMBER.intersection(DECEMBER));
        assertTrue(NOVEMBER.overlaps(middle));
        assertEquals(
                Optional.of(BillingPeriod.parse("2026-11-15T00:00:00Z", "2026-12-01T00:00:00Z")),
                NOVEMBER.intersection(middle));
        assertEquals(
                Optional.of(BillingPeriod.parse("2026-12-01T00:00:00Z", "2026-12-15T00:00:00Z")),
                DECEMBER.intersection(middle));
    }

    @Test
    void enclosing_and_order() {
        BillingPeriod day = BillingPeriod.parse("2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z");
        assertTrue(NOVEMBER.encloses(day));
        assertTrue(NOVEMBER.encloses(NOVEMBER));
        assertFalse(day.encloses(NOVEMBER));
        assertFalse(NOVEMBER.encloses(DECEMBER));
        assertFalse(DECEMBER.encloses(NOVEMBER));
        assertTrue(NOVEMBER.compareTo(DECEMBER) < 0);
        assertTrue(day.compareTo(NOVEMBER) < 0);
        assertEquals(Duration.ofDays(30), NOVEMBER.length());
        assertEquals("[2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z)", NOVEMBER.toString());
    }

    @Test
    void nanoseconds_are_cut_so_that_an_event_never_moves_into_a_later_period() {
        Instant late = Instant.parse("2026-11-30T23:59:59.999999999Z");
        assertEquals(Instant.parse("2026-11-30T23:59:59.999999Z"), Micros.truncate(late));
        assertTrue(NOVEMBER.contains(Micros.truncate(late)));
        assertEquals(
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                Micros.truncate(Instant.parse("1969-12-31T23:59:59.9999995Z")));
        assertEquals(-1, Micros.ofEpoch(Instant.parse("1969-12-31T23:59:59.9999995Z")));
        assertEquals(Instant.parse("1969-12-31T23:59:59.999999Z"), Micros.toInstant(-1));
        assertEquals(late.minusNanos(999), Micros.toInstant(Micros.ofEpoch(late)));
    }
}
