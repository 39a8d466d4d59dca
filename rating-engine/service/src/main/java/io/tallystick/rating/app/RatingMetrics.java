package io.tallystick.rating.app;

import java.time.Duration;

/** What operators watch. No method may fail or wait. */
public interface RatingMetrics {
    /** Records that a committed unit of work added to the ledger. */
    void done(Ledger added);

    /** How long a unit of work took, from its first record to its commit. */
    void batch(Duration duration);

    /** A unit of work was refused because somebody else owned its partition. */
    void fenced();

    /** A unit of work failed and is tried again. */
    void failed(int partition);

    /** The partition works, after it had failed. */
    void recovered(int partition);
}
