package io.tallystick.rating.app;

import java.time.Duration;

/**
 * Sizes and pauses of the pipeline.
 *
 * @param workers threads that rate
 * @param unitRecords most usage records of one unit of work
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
    long pauseNanos() {
        return pause.toNanos();
    }
}
