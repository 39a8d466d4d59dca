package io.tallystick.rating.app;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the owner of a partition has applied for a customer.
 *
 * @param customerId who
 * @param applied how many facts of each subscription it has read, by subscription id
 * @param parked ids of the subscriptions that stand still after a broken invariant
 * @param openedUntil every line of a period that started by then exists
 * @param nextDue no further line comes into being before; never too late
 */
public record Account(
        String customerId, Map<String, Integer> applied, Set<String> parked, Instant openedUntil, Instant nextDue) {
    /** Copies the map and the set. */
    public Account {
        applied = Map.copyOf(applied);
        parked = Set.copyOf(parked);
    }

    /** A customer of whom nothing was applied. */
    public static Account unknown(String customerId) {
        return new Account(customerId, Map.of(), Set.of(), Instant.EPOCH, Instant.EPOCH);
    }

    /** The same with these subscriptions standing still: nothing of them is applied. */
    Account parking(Set<String> subscriptions) {
        Map<String, Integer> others = new TreeMap<>(applied);
        others.keySet().removeAll(subscriptions);
        Set<String> all = new TreeSet<>(parked);
        all.addAll(subscriptions);
        return new Account(customerId, others, all, openedUntil, nextDue);
    }

    /** The same with one subscription that may be applied again. */
    Account retrying(String subscription) {
        Set<String> others = new TreeSet<>(parked);
        others.remove(subscription);
        return new Account(customerId, applied, others, openedUntil, nextDue);
    }
}
