package io.tallystick.rating.app;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Where the figures of the reconciliation come from, and where what was found is kept. */
public interface ReconciliationStore {
    /** The checks that read a few rows only, at one instant. */
    List<ReconciliationCheck> light(Instant now);

    /** The checks that read every event and every line, at one instant; they take their time. */
    List<ReconciliationCheck> deep(Instant now);

    /** Keeps what the deep checks found, in place of what they found before. */
    void keep(List<ReconciliationCheck> checks);

    /**
     * A close that waits until its lines are computed again.
     *
     * @param closeId it
     * @param from first date on which a billing period of its lines may begin; null if it has no lines
     * @param to the date after the last
     */
    record ToVerify(String closeId, LocalDate from, LocalDate to) {}

    /** A close that waits for it, once all partitions have answered. */
    Optional<ToVerify> toVerify();

    /** Notes that the lines of a close were computed again. */
    void verified(String closeId, Instant at);

    /** What the deep checks found last. */
    List<ReconciliationCheck> kept();
}
