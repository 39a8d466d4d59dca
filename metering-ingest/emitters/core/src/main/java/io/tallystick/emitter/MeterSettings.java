package io.tallystick.emitter;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a meter keeps and delivers events. {@link #DEFAULT} suits a server; each setting has a wither.
 *
 * @param spool folder for the spools of all meters of this machine and user
 * @param spoolBytes most bytes that wait on the disk; an event that finds no room is dropped, counted and told
 * @param batchEvents most events of one request
 * @param linger how long an event may wait for others before it is sent
 * @param sync how often what was spooled is brought to the platter
 * @param shortestRetry first wait after a failure
 * @param longestRetry longest wait after failures
 * @param closing how long {@link Meter#close()} tries to deliver; the rest stays in the spool for the next start
 */
public record MeterSettings(
        Path spool,
        long spoolBytes,
        int batchEvents,
        Duration linger,
        Duration sync,
        Duration shortestRetry,
        Duration longestRetry,
        Duration closing) {
    /** In {@code ~/.tallystick/spool}, 256 MiB, 500 events, 200 ms, 50 ms, 200 ms to 30 s, 2 s. */
    public static final MeterSettings DEFAULT = new MeterSettings(
            Path.of(System.getProperty("user.home"), ".tallystick", "spool"),
            256L << 20,
            500,
            Duration.ofMillis(200),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2));

    /** With the spool in another folder. */
    public MeterSettings withSpool(Path folder) {
        return new MeterSettings(folder, spoolBytes, batchEvents, linger, sync, shortestRetry, longestRetry, closing);
    }

    /** With another bound of the spool. */
    public MeterSettings withSpoolBytes(long bytes) {
        return new MeterSettings(spool, bytes, batchEvents, linger, sync, shortestRetry, longestRetry, closing);
    }

    /** With other batches. */
    public MeterSettings withBatches(int events, Duration wait) {
        return new MeterSettings(spool, spoolBytes, events, wait, sync, shortestRetry, longestRetry, closing);
    }

    /** With other waits between attempts. */
    public MeterSettings withRetry(Duration shortest, Duration longest) {
        return new MeterSettings(spool, spoolBytes, batchEvents, linger, sync, shortest, longest, closing);
    }

    /** With another patience at the end. */
    public MeterSettings withClosing(Duration patience) {
        return new MeterSettings(spool, spoolBytes, batchEvents, linger, sync, shortestRetry, longestRetry, patience);
    }
}
