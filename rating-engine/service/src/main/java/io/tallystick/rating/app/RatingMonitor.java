package io.tallystick.rating.app;

import java.time.Duration;
import java.util.List;

/** What operators watch, in numbers and in words. No method may fail or wait. */
public interface RatingMonitor {
    /** Records that a committed unit of work added to the ledger, and how long it took from its first record to its commit. */
    void done(Ledger added, Duration duration);

    /** Where all partitions stand, from time to time. */
    void positions(List<Position> positions);

    /** Records in the log that the partitions of this instance have not done, from time to time. */
    void lag(long records);

    /** A unit of work was refused because somebody else owned its partition. */
    void fenced(StaleOwnerException stale);

    /** A unit of work failed and is tried again. */
    void failed(int partition, RuntimeException trouble);

    /** The partition works, after it had failed. */
    void recovered(int partition);

    /** The domain failed on a subscription, which stands still from now on. */
    void parked(Parked subscription);

    /** How many subscriptions stand still, from time to time. */
    void parked(long subscriptions);

    /** The log did not take what was committed; it is announced later. */
    void notAnnounced(String what, RuntimeException trouble);

    /** The partition is read again from {@code next}, because the first record that arrived was {@code first}. */
    void readAgain(int partition, long next, long first);
}
