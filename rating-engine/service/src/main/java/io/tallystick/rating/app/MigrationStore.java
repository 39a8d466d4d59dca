package io.tallystick.rating.app;

import io.tallystick.rating.app.PlanMigration.Order;
import io.tallystick.rating.app.SubscriptionStore.StoredSubscription;
import io.tallystick.rating.model.PlanRef;
import io.tallystick.rating.model.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where migrations of subscribers are kept. */
public interface MigrationStore {
    /**
     * What became of a subscription.
     *
     * @param subscriptionId it
     * @param customerId whose
     * @param from the version that it was on
     * @param effectiveAt when it is on the new one; empty if it was refused
     * @param code why it was refused
     * @param detail the reason in words
     */
    record Item(
            String subscriptionId,
            String customerId,
            PlanRef from,
            Optional<Instant> effectiveAt,
            Optional<String> code,
            Optional<String> detail) {}

    /** The migration of an id. */
    Optional<PlanMigration> find(String id);

    /** Migrations after {@code after} in the order of their ids. */
    List<PlanMigration> list(String after, int limit);

    /** What became of subscriptions after {@code after}, of all or of those that were refused. */
    List<Item> items(String id, boolean refusedOnly, String after, int limit);

    /** Subscriptions that an order may concern, after {@code after}; nothing is locked. */
    List<StoredSubscription> candidates(Order order, String after, int limit);

    /** Does a command, or a part of a migration, in one transaction. */
    <T> T change(Function<Editor, T> work);

    /** The transaction. */
    interface Editor extends Commands {
        /** The version of the catalogue, which nobody changes until this transaction ends. */
        long shareCatalogue();

        /** Adds a migration. */
        void add(PlanMigration migration);

        /** A running migration on which nobody else works. */
        Optional<PlanMigration> claim();

        /** The migration of an id; nobody else changes it until this transaction ends. */
        Optional<PlanMigration> lock(String id);

        /** Subscriptions that an order may concern; nobody else changes them until this transaction ends. */
        List<StoredSubscription> lockCandidates(Order order, String after, int limit);

        /** Replaces a subscription by its next version. */
        void save(Subscription subscription, long version, Instant now);

        /** Adds what became of subscriptions. */
        void addItems(String id, List<Item> items);

        /** Replaces state, cursor and progress. */
        void save(PlanMigration migration);
    }
}
