package io.tallystick.rating.app;

import io.tallystick.rating.app.Backfill.Decision;
import io.tallystick.rating.app.UsageQueries.Place;
import java.util.List;
import java.util.Optional;

/** Where backfills are kept for people. What their events do, the owners of the partitions write. */
public interface BackfillStore {
    /**
     * Adds a backfill.
     *
     * @return false if there is one of that name
     */
    boolean add(Backfill backfill);

    /** The backfill of an id or a name. */
    Optional<Backfill> backfill(String idOrName);

    /** Backfills before {@code before}, the newest first. */
    List<Backfill> backfills(String before, int limit);

    /**
     * Decides on an open backfill.
     *
     * @return false if somebody has decided
     */
    boolean decide(String id, Decision decision);

    /** Ids of decided backfills that the log may not hold. */
    List<String> unannounced(int limit);

    /** Notes that the log holds the record of a decision. */
    void announced(String id);

    /** Customers whose events wait in a backfill, after {@code after}, in order. */
    List<String> customers(String id, String after, int limit);

    /** The events of a backfill that wait or were reverted, after a position, in the order of (partition, offset). */
    List<StagedEvent> events(String id, Place after, int limit);

    /** The same event in backfills. */
    List<Staged> staged(Identity identity);

    /** An event of a backfill. */
    record Staged(Backfill backfill, StagedEvent event) {}
}
