package io.tallystick.rating.app;

import java.time.Duration;

/**
 * Watches that no record of a partition is left out. The log may have holes of its own (the end of a foreign transaction), and a
 * reader may begin too late (the group's offset is ahead of the database, which was restored from a backup); only the log can tell
 * the two apart, so it is asked.
 */
final class Continuity {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

    private final int partition;
    private final UsageLog log;
    private final RatingMonitor monitor;
    private final Workers time;
    private long sought = -1;
    private long soughtAtNanos;

    Continuity(int partition, UsageLog log, RatingMonitor monitor, Workers time) {
        this.partition = partition;
        this.log = log;
        this.monitor = monitor;
        this.time = time;
    }

    /**
     * Whether records are missing between the position and the first record that arrived; if so the log is read again from the
     * position, and what arrived must be dropped.
     *
     * @throws LostRecordsException if they are gone for good
     */
    boolean broken(long next, long first) {
        if (first == next) {
            sought = -1;
            return false;
        }
        if (sought == next && time.nanoTime() - soughtAtNanos < PATIENCE_NANOS) {
            return true;
        }
        long beginning = log.beginning(partition);
        if (beginning > next) {
            throw new LostRecordsException(partition, next, beginning);
        }
        if (log.firstReadable(partition, next) == first) {
            sought = -1;
            return false;
        }
        monitor.readAgain(partition, next, first);
        sought = next;
        soughtAtNanos = time.nanoTime();
        log.seek(partition, next);
        return true;
    }
}
