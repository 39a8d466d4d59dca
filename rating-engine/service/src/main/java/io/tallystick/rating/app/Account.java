package io.tallystick.rating.app;

import java.time.Instant;
import java.util.Map;

/**
 * What the owner of a partition has applied for a customer.
 *
 * @param customerId who
 * @param applied how many facts of each subscription it has read, by subscription id
 * @param openedUntil every line of a period that started by then exists
 * @param nextDue no further line comes into being before; never too late
 */
public record Account(String customerId, Map<String, Integer> applied, Instant openedUntil, Instant nextDue) {
    /** Copies the map. */
    public Account {
        applied = Map.copyOf(applied);
    }

    /** A customer of whom nothing was applied. */
    public static Account unknown(String customerId) {
        return new Account(customerId, Map.of(), Instant.EPOCH, Instant.EPOCH);
    }
}
