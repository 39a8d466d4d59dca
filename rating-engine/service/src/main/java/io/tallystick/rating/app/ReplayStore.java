package io.tallystick.rating.app;

import java.util.List;
import java.util.Optional;

/** Where replays are kept for people, and what waits for one. */
public interface ReplayStore {
    /** Adds a replay. */
    void add(Replay replay);

    /** A replay with its progress. */
    Optional<Replay> replay(String id);

    /** Ids of replays that the log may not hold. */
    List<String> unannounced(int limit);

    /** Notes that every partition of the log holds the record of a replay. */
    void announced(String id);

    /** What is not billed, by disposition and reason, of one customer or of all. */
    List<Stuck> stuck(Optional<String> customerId);

    /**
     * Events that are not billed for one reason.
     *
     * @param disposition {@link Disposition#UNMATCHED} or {@link Disposition#REJECTED}
     * @param reason the reason or the code of the rejection
     * @param events how many
     * @param customers of how many customers
     * @param oldest when the first of them came in
     */
    record Stuck(Disposition disposition, String reason, long events, long customers, java.time.Instant oldest) {}
}
