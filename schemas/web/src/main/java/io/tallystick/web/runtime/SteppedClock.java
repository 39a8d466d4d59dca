package io.tallystick.web.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * The clock of a machine that somebody sets while the process runs. How far it is wrong stands in a file, as a whole number of
 * milliseconds, for example {@code -1500}; a change is seen within 50 ms. Made for the fault harness.
 */
final class SteppedClock implements InstantSource {
    /** The system property with the path of the file. */
    static final String PROPERTY = "tally.clock-offset-file";

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final InstantSource right;
    private final Path file;
    private volatile Reading last;

    private record Reading(long atNanos, Duration offset) {}

    /** Wrong by what stands in {@code file}. */
    SteppedClock(InstantSource right, Path file) {
        this.right = right;
        this.file = file;
        this.last = new Reading(System.nanoTime(), read(Duration.ZERO));
    }

    @Override
    public Instant instant() {
        Reading known = last;
        long now = System.nanoTime();
        if (now - known.atNanos() > LOOK_NANOS) {
            known = new Reading(now, read(known.offset()));
            last = known;
        }
        return right.instant().plus(known.offset());
    }

    /** A file that is just being written says nothing new. */
    private Duration read(Duration before) {
        try {
            return Duration.ofMillis(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException unfinished) {
            return before;
        }
    }
}
