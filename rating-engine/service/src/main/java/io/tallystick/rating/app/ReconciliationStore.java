package io.tallystick.rating.app;

import java.time.Instant;
import java.util.List;

/** Where the figures of the reconciliation come from, and where what was found is kept. */
public interface ReconciliationStore {
    /** The checks that read a few rows only, at one instant. */
    List<ReconciliationCheck> light(Instant now);

    /** The checks that read every event and every line, at one instant; they take their time. */
    List<ReconciliationCheck> deep(Instant now);

    /** Keeps what the deep checks found, in place of what they found before. */
    void keep(List<ReconciliationCheck> checks);

    /** What the deep checks found last. */
    List<ReconciliationCheck> kept();
}
