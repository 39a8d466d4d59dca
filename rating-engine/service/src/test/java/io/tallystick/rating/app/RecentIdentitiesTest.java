package io.tallystick.rating.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.schemas.id.Hash128;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentIdentitiesTest {
    private static Hash128 identity(int n) {
        return Hash128.of("customer-" + n % 7, "source", "event-" + n);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 100, 1_024, 5_000})
    void the_last_events_are_held_and_old_ones_are_not(int events) {
        RecentIdentities recent = new RecentIdentities(events);
        int last = 20 * Math.max(4, events);
        IntStream.range(0, last).forEach(n -> recent.holdsOrTakes(identity(n)));

        assertTrue(IntStream.range(last - events, last).allMatch(n -> recent.holdsOrTakes(identity(n))));
        long ofTheOldest = IntStream.range(0, Math.max(4, events))
                .filter(n -> recent.holdsOrTakes(identity(n)))
                .count();
        assertEquals(0, ofTheOldest);
    }

    @Test
    void a_surprise_makes_wary_for_some_units_of_work() {
        RecentIdentities recent = new RecentIdentities(10);
        assertFalse(recent.isWary());

        recent.surprised();

        for (int i = 0; i < RecentIdentities.WARY_UNITS; i++) {
            assertTrue(recent.isWary());
            recent.unitDone();
        }
        assertFalse(recent.isWary());
    }
}
