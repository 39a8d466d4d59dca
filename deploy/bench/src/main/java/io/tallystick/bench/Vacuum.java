package io.tallystick.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * The work that PostgreSQL does afterwards. Who stores millions of events within minutes, to measure with many stored, leaves more of it at
 * once than events at the measured rate do in as long.
 */
final class Vacuum {
    private static final Duration LIMIT = Duration.ofMinutes(20);

    /** The launcher looks once a minute ({@code autovacuum_naptime}) whether a table is due. */
    private static final Duration QUIET = Duration.ofSeconds(70);

    private static final String WORKERS =
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'autovacuum worker'";

    private Vacuum() {}

    /** Returns when nothing has been vacuumed for longer than PostgreSQL waits before it looks again; how long it was at work. */
    static Duration await(BenchStack stack) {
        long began = System.nanoTime();
        long busy = began;
        try (Connection connection = stack.connect();
                Statement statement = connection.createStatement()) {
            while (System.nanoTime() - busy < QUIET.toNanos()) {
                if (System.nanoTime() - began > LIMIT.toNanos()) {
                    throw new BenchFailure("PostgreSQL still vacuums after " + LIMIT.toMinutes() + " minutes");
                }
                try (ResultSet workers = statement.executeQuery(WORKERS)) {
                    workers.next();
                    if (workers.getLong(1) > 0) {
                        busy = System.nanoTime();
                    }
                }
                Api.pause(Duration.ofSeconds(1));
            }
        } catch (SQLException unreachable) {
            throw new BenchFailure("PostgreSQL does not say what it vacuums", unreachable);
        }
        return Duration.ofNanos(busy - began);
    }
}
