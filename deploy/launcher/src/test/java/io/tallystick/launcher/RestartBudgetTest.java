package io.tallystick.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private final RestartBudget budget = new RestartBudget();

    @Test
    void a_part_is_started_again_five_times_in_ten_minutes_and_no_more() {
        for (int minute = 0; minute < 5; minute++) {
            assertTrue(budget.take(NOON.plusSeconds(60L * minute)));
        }
        assertFalse(budget.take(NOON.plusSeconds(599)));
    }

    @Test
    void a_restart_is_forgotten_after_ten_minutes() {
        for (int minute = 0; minute < 5; minute++) {
            budget.take(NOON.plusSeconds(60L * minute));
        }
        assertTrue(budget.take(NOON.plusSeconds(600)));
        assertFalse(budget.take(NOON.plusSeconds(601)));
    }
}
