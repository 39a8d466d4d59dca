package io.tallystick.rating.app;

import java.time.Duration;

/**
 * Sizes and pauses of the pipeline.
 *
 * @param workers threads that rate
 * @param unitRecords most usage records of one unit of work; more if few partitions are owned, see {@link #unitRecords(int)}
 * @param heldRecords most records that are read from the log and not done
 * @param pause shortest time between two small units of work of a partition; under load up to eight times as long
 * @param cachedCustomers most customers of a partition whose subscriptions stay in memory
 * @param cachedSeries most series of a partition whose aggregates stay in memory
 * @param recentEvents how many of the last events of all partitions together are known at least without asking the database
 */
public record RatingLimits(
        int workers,
        int unitRecords,
        long heldRecords,
        Duration pause,
        int cachedCustomers,
        int cachedSeries,
        int recentEvents) {
    /**
     * Most usage records of one unit of work where so many partitions are owned. A line costs the same for one event and for hundreds, and
     * one partition has the customers of all of them: it may take what its workers would take at the same time, three of them 60,000
     * instead of 20,000.
     */
    int unitRecords(int partitions) {
        return unitRecords * Math.max(1, workers / Math.max(1, partitions));
    }

    /** Most records that are read and not done where so many partitions are owned: the next unit of one comes in while it works. */
    long heldRecords(int partitions) {
        return Math.max(heldRecords, 2L * unitRecords(partitions));
    }

    long pauseNanos() {
        return pause.toNanos();
    }
}
