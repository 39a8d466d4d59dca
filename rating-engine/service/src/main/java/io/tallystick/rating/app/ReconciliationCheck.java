package io.tallystick.rating.app;

import java.time.Instant;
import java.util.Optional;

/**
 * Two figures that must be the same, as they were compared last.
 *
 * @param name what is compared, snake_case
 * @param partition of {@code usage.events}, or {@link #EVERYWHERE}
 * @param expected as one side says it
 * @param found as the other does
 * @param difference how much they are apart; what is too much in one place does not make up for what is missing in another. Must be 0
 * @param detail where they differ, or how the figures come about
 * @param checkedAt when; empty if it never was, so that nothing is known yet
 */
public record ReconciliationCheck(
        String name,
        int partition,
        long expected,
        long found,
        long difference,
        Optional<String> detail,
        Optional<Instant> checkedAt) {
    /** Not of one partition. */
    public static final int EVERYWHERE = -1;

    /** One that was never done. */
    static ReconciliationCheck never(String name) {
        return new ReconciliationCheck(name, EVERYWHERE, 0, 0, 0, Optional.empty(), Optional.empty());
    }
}
