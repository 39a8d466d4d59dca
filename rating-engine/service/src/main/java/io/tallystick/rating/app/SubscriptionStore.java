package io.tallystick.rating.app;

import io.tallystick.rating.model.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where subscriptions and their dated facts are kept. */
public interface SubscriptionStore {
    /**
     * A subscription as it is kept.
     *
     * @param subscription with all its facts
     * @param version 1 when it began, one more with every fact
     * @param announced whether its customer's partition holds a record of this version
     * @param createdAt when it was stored first
     * @param updatedAt when its last fact was stored
     */
    record StoredSubscription(
            Subscription subscription, long version, boolean announced, Instant createdAt, Instant updatedAt) {}

    /** The subscription of an id. */
    Optional<StoredSubscription> find(String id);

    /** Subscriptions after {@code after} in the order of their ids, of one customer or of all. */
    List<StoredSubscription> list(Optional<String> customerId, String after, int limit);

    /** Does a command in one transaction; whatever {@code work} throws undoes it. */
    <T> T command(Function<Editor, T> work);

    /** Subscriptions whose present version the log may not hold. */
    List<StoredSubscription> unannounced(int limit);

    /** Notes that the log holds a version; nothing happens if the subscription changed meanwhile. */
    void announced(String id, long version);

    /** The transaction of a command. */
    interface Editor extends Commands {
        /** The subscription of an id; nobody else changes it until this transaction ends. */
        Optional<StoredSubscription> lock(String id);

        /** Adds a subscription; false if the id is taken. */
        boolean add(Subscription subscription, int partition, Instant now);

        /** Replaces a subscription by its next version. */
        void save(Subscription subscription, long version, Instant now);

        /** The version of the catalogue, which nobody changes until this transaction ends. */
        long shareCatalogue();
    }
}
