package io.tallystick.rating.simulation;

import io.tallystick.rating.app.Commands;
import io.tallystick.rating.app.SubscriptionStore;
import io.tallystick.rating.model.Subscription;
import io.tallystick.testkit.simulation.Fate;
import io.tallystick.testkit.simulation.Fault;
import io.tallystick.testkit.simulation.Trouble;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Subscriptions in memory; one command at a time, as the row locks of the database have it. */
final class MemorySubscriptions implements SubscriptionStore {
    private final Fate fate;
    private final Map<String, StoredSubscription> rows = new TreeMap<>();
    private boolean locked;

    MemorySubscriptions(Fate fate) {
        this.fate = fate;
    }

    /** All of them. */
    Collection<StoredSubscription> all() {
        return rows.values();
    }

    /** The subscriptions of customers, in the order of their ids. */
    Map<String, List<Subscription>> of(Collection<String> customers) {
        Map<String, List<Subscription>> found = new LinkedHashMap<>();
        for (StoredSubscription row : rows.values()) {
            String customer = row.subscription().customerId();
            if (customers.contains(customer)) {
                found.computeIfAbsent(customer, _ -> new ArrayList<>()).add(row.subscription());
            }
        }
        return found;
    }

    @Override
    public Optional<StoredSubscription> find(String id) {
        fate.step("find subscription");
        return Optional.ofNullable(rows.get(id));
    }

    @Override
    public List<StoredSubscription> list(Optional<String> customerId, String after, int limit) {
        throw new UnsupportedOperationException("nobody lists subscriptions here");
    }

    @Override
    public <T> T command(Function<Editor, T> work) {
        fate.step("begin command");
        if (locked) {
            fate.counted(Fault.LOCK_HELD);
            throw new Trouble(Fault.LOCK_HELD, "command");
        }
        locked = true;
        T result;
        try {
            Draft draft = new Draft();
            result = work.apply(draft);
            fate.step("before the commit of a command");
            if (fate.strikes(Fault.COMMIT_FAILED, 20)) {
                throw new Trouble(Fault.COMMIT_FAILED, "command");
            }
            rows.putAll(draft.changed);
        } finally {
            locked = false;
        }
        if (fate.strikes(Fault.COMMIT_ANSWER_LOST, 20)) {
            throw new Trouble(Fault.COMMIT_ANSWER_LOST, "command");
        }
        fate.step("after the commit of a command");
        return result;
    }

    @Override
    public List<StoredSubscription> unannounced(int limit) {
        fate.step("unannounced subscriptions");
        return rows.values().stream()
                .filter(row -> !row.announced())
                .limit(limit)
                .toList();
    }

    @Override
    public void announced(String id, long version) {
        fate.step("announced subscription");
        rows.computeIfPresent(
                id,
                (_, row) -> row.version() != version
                        ? row
                        : new StoredSubscription(row.subscription(), version, true, row.createdAt(), row.updatedAt()));
    }

    private final class Draft implements Editor {
        private final Map<String, StoredSubscription> changed = new LinkedHashMap<>();

        @Override
        public Optional<StoredSubscription> lock(String id) {
            fate.step("lock subscription");
            return Optional.ofNullable(rows.get(id));
        }

        @Override
        public boolean add(Subscription subscription, int partition, Instant now) {
            fate.step("add subscription");
            if (rows.containsKey(subscription.id())) {
                return false;
            }
            changed.put(subscription.id(), new StoredSubscription(subscription, 1, false, now, now));
            return true;
        }

        @Override
        public void save(Subscription subscription, long version, Instant now) {
            fate.step("save subscription");
            changed.put(subscription.id(), new StoredSubscription(subscription, version, false, now, now));
        }

        @Override
        public long shareCatalogue() {
            return 1;
        }

        @Override
        public Optional<Commands.Answered> answered(CommandKey key, Instant now) {
            return Optional.empty();
        }

        @Override
        public void answer(CommandKey key, String answer) {
            throw new UnsupportedOperationException("commands come without a key here");
        }
    }
}
