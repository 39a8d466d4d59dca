package io.tallystick.rating.app;

import io.tallystick.rating.app.BrokenInvariantException.Broken;
import io.tallystick.rating.model.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Parks subscriptions on which the domain failed, in the transaction in which the unit of work is done again without them. */
final class Parking {
    private static final int FRAMES = 12;
    private static final int MOST_EVIDENCE = 8_000;

    private final RatingTransaction tx;
    private final int partition;

    Parking(RatingTransaction tx, int partition) {
        this.tx = tx;
        this.partition = partition;
    }

    /**
     * Parks what is broken.
     *
     * @param offset position of the first record of the unit of work
     * @param at its timestamp
     */
    List<Parked> park(Collection<Broken> broken, long offset, Instant at) {
        Map<String, Set<String>> byCustomer = new LinkedHashMap<>();
        List<Parked> parked = new ArrayList<>();
        for (Broken one : broken) {
            for (String subscription : subscriptions(one)) {
                if (byCustomer
                        .computeIfAbsent(one.customerId(), _ -> new TreeSet<>())
                        .add(subscription)) {
                    parked.add(evidence(one, subscription, offset, at));
                }
            }
        }
        Map<String, Account> known = tx.accounts(byCustomer.keySet());
        List<Account> accounts = new ArrayList<>();
        byCustomer.forEach((customer, subscriptions) -> accounts.add(
                known.getOrDefault(customer, Account.unknown(customer)).parking(subscriptions)));
        tx.saveAccounts(partition, accounts);
        accounts.forEach(account -> tx.noteApplied(account, offset));
        tx.park(parked);
        return parked;
    }

    private Set<String> subscriptions(Broken one) {
        Set<String> ids = new HashSet<>();
        one.subscriptionId().ifPresent(ids::add);
        if (ids.isEmpty()) {
            tx.subscriptions(List.of(one.customerId())).getOrDefault(one.customerId(), List.of()).stream()
                    .map(Subscription::id)
                    .forEach(ids::add);
        }
        return ids;
    }

    private Parked evidence(Broken one, String subscription, long offset, Instant at) {
        StringBuilder evidence = new StringBuilder(one.with());
        Arrays.stream(one.cause().getStackTrace())
                .limit(FRAMES)
                .forEach(frame -> evidence.append("\n  at ").append(frame));
        evidence.setLength(Math.min(evidence.length(), MOST_EVIDENCE));
        return new Parked(
                subscription,
                one.customerId(),
                partition,
                offset,
                at,
                one.what(),
                one.cause().toString(),
                evidence.toString());
    }
}
