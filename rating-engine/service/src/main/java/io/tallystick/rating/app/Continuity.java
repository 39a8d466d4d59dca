package io.tallystick.rating.app;

import java.time.Duration;

/**
 * Watches that no record of a partition is left out. The log may have holes of its own (the end of a foreign transaction), and a
 * reader may begin too late (the group's offset is ahead of the database, which was restored from a backup); only the log can tell
 * the two apart, so it is asked.
 */
final class Continuity {
    /** No record is missing. */
    static final long NOTHING = -1;

    private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

    private final int partition;
    private final UsageLog log;
    private final RatingMonitor monitor;
    private final Workers time;
    private long sought = NOTHING;
    private long wanted;
    private long soughtAtNanos;

    Continuity(int partition, UsageLog log, RatingMonitor monitor, Workers time) {
        this.partition = partition;
        this.log = log;
        this.monitor = monitor;
        this.time = time;
    }

    /**
     * Looks whether records are missing between the position and the first record that arrived; if so the log is read again from the
     * position.
     *
     * @return {@link #NOTHING}, or the record that comes next: what arrived behind it must be dropped until it comes
     * @throws LostRecordsException if they are gone for good
     */
    long missing(long next, long first) {
        if (first == next || (sought == next && first == wanted)) {
            sought = NOTHING;
            return NOTHING;
        }
        if (sought == next && time.nanoTime() - soughtAtNanos < PATIENCE_NANOS) {
            return wanted;
        }
        long beginning = log.beginning(partition);
        if (beginning > next) {
            throw new LostRecordsException(partition, next, beginning);
        }
        long readable = log.firstReadable(partition, next);
        if (readable == first) {
            sought = NOTHING;
            return NOTHING;
        }
        monitor.readAgain(partition, next, first);
        sought = next;
        wanted = readable;
        soughtAtNanos = time.nanoTime();
        log.seek(partition, next);
        return wanted;
    }
}
