package io.tallystick.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often a part may be started again before we give up: five times in ten minutes. A part that dies at once after
 * every start has a cause that another start does not cure.
 */
final class RestartBudget {
    private static final int RESTARTS = 5;
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final Deque<Instant> restarts = new ArrayDeque<>();

    /** Takes one restart out of the budget; false if there is none left. */
    boolean take(Instant now) {
        while (!restarts.isEmpty() && !restarts.getFirst().plus(WITHIN).isAfter(now)) {
            restarts.removeFirst();
        }
        if (restarts.size() == RESTARTS) {
            return false;
        }
        restarts.addLast(now);
        return true;
    }
}
