package io.tallystick.rating.app;

import io.tallystick.rating.model.Fact;
import io.tallystick.rating.model.LimitWindow;
import io.tallystick.rating.model.Subscription;
import io.tallystick.rating.model.Timeline;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the owner of a partition knows of a customer. Changes within a unit of work; void if that is undone. */
final class CustomerBook {
    /** Later than any event. */
    static final Instant NEVER = Instant.parse("3000-01-01T00:00:00Z");

    private final Timeline timeline;
    private final List<Subscription> subscriptions;
    private final boolean here;
    private final Map<LimitWindow, LimitBook> limits = new HashMap<>();
    private Account account;

    /**
     * A customer.
     *
     * @param subscriptions with the facts that were applied, and no others
     * @param here whether the customer belongs to the partition
     */
    CustomerBook(Timeline timeline, List<Subscription> subscriptions, Account account, boolean here) {
        this.timeline = timeline;
        this.subscriptions = List.copyOf(subscriptions);
        this.account = account;
        this.here = here;
    }

    /** The subscriptions as they were when {@code account} was written: facts are only ever added at the end. */
    static List<Subscription> applied(List<Subscription> all, Account account) {
        return all.stream()
                .filter(subscription -> account.applied().containsKey(subscription.id()))
                .map(subscription -> new Subscription(
                        subscription.id(),
                        subscription.customerId(),
                        subscription.zone(),
                        subscription.anchor(),
                        subscription.facts().subList(0, account.applied().get(subscription.id()))))
                .toList();
    }

    Timeline timeline() {
        return timeline;
    }

    /** What was counted against limits, as far as it was read. */
    Map<LimitWindow, LimitBook> limits() {
        return limits;
    }

    /** Whether anything is applied. */
    boolean hasSubscriptions() {
        return !subscriptions.isEmpty();
    }

    /** Whether a subscription of the customer stands still: an event that finds nothing to bill it to may wait for that one. */
    boolean hasParked() {
        return !account.parked().isEmpty();
    }

    boolean isHere() {
        return here;
    }

    Account account() {
        return account;
    }

    /** Whether an instant lies in periods that are not open yet. */
    boolean isDue(Instant at) {
        return !at.isBefore(account.nextDue()) && !subscriptions.isEmpty();
    }

    /** Notes that every line of a period that started by {@code upTo} exists. */
    void opened(Instant upTo) {
        Map<String, Integer> applied = new TreeMap<>();
        Instant next = NEVER;
        for (Subscription subscription : subscriptions) {
            applied.put(subscription.id(), subscription.facts().size());
            next = earlier(next, nextDue(subscription, upTo));
        }
        account = new Account(timeline.customerId(), applied, account.parked(), upTo, next);
    }

    /** A subscription may start in the middle of a row of periods, so its start counts beside the ends of periods. */
    private Instant nextDue(Subscription subscription, Instant upTo) {
        Instant next = NEVER;
        for (Fact fact : subscription.facts()) {
            if (fact.at().isAfter(upTo)) {
                next = earlier(next, fact.at());
            }
        }
        Instant start = subscription.facts().getFirst().at();
        boolean lives = timeline.subscriptionsAt(start).contains(subscription.id());
        return lives ? earlier(next, timeline.nextPeriodEnd(subscription.id(), upTo)) : next;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
