package io.tallystick.rating.app;

import io.tallystick.rating.app.Commands.CommandKey;
import java.util.List;
import java.util.Optional;

/** Where corrections and parked subscriptions are kept for people. What is applied, the owner of the partition writes. */
public interface CorrectionStore {
    /**
     * Adds a correction.
     *
     * @return false if the event is voided or amended already, or if the key was used
     */
    boolean add(Correction correction, Optional<CommandKey> key);

    /** The correction that came with a key, and what was asked then. */
    Optional<Commanded> commanded(CommandKey key);

    /**
     * A correction that came with a key.
     *
     * @param correction the correction
     * @param fingerprint what was asked
     */
    record Commanded(Correction correction, String fingerprint) {}

    /** The correction of an id. */
    Optional<Correction> correction(String id);

    /** Corrections before {@code before}, the newest first, of one customer or of all. */
    List<Correction> corrections(Optional<String> customerId, String before, int limit);

    /** The corrections of an event, and the one that made it, in their order. */
    List<Correction> correctionsOf(Identity event);

    /** Corrections that the log may not hold. */
    List<Correction> unannounced(int limit);

    /** Notes that the log holds the record of a correction. */
    void announced(String id);

    /** Parked subscriptions after {@code after}, in the order of their ids. */
    List<Parked> parked(String after, int limit);

    /** The parked subscription of an id. */
    Optional<Parked> parked(String subscriptionId);

    /** How many subscriptions are parked. */
    long parkedSubscriptions();
}
