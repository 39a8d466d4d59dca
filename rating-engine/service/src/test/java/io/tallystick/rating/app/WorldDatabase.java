package io.tallystick.rating.app;

import io.tallystick.testkit.TestDatabase;
import io.tallystick.testkit.TestPair;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.flywaydb.core.Flyway;

/** The real PostgreSQL behind a {@link World}, and what a test does behind the engine's back. */
final class WorldDatabase implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TestDatabase database;
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;

    /** One that stands already. */
    WorldDatabase(TestDatabase database) {
        this.database = database;
        this.pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(4))
                .connectingTo(PgConnectOptions.fromUri(database.reactiveUrl())
                        .setUser(TestDatabase.RATING)
                        .setPassword(TestDatabase.RATING)
                        .setCachePreparedStatements(true))
                .using(vertx)
                .build();
    }

    /** A copy of an empty one. */
    static WorldDatabase fresh() {
        return new WorldDatabase(TestPair.shared().copyOf(Migrated.DATABASE));
    }

    Pool pool() {
        return pool;
    }

    /** Where it is, for another process. */
    TestDatabase place() {
        return database;
    }

    void sql(String statement) {
        pool.query(statement).execute().await().atMost(PATIENCE);
    }

    /** Rows of a table, for what no port answers. */
    long count(String table) {
        return pool.query("SELECT count(*) FROM " + table)
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }

    /** From now on it refuses everybody, and ends what they had begun. */
    void refuseConnections() {
        administer(
                "ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS false",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database.name() + "'");
    }

    /** It answers again. */
    void acceptConnections() {
        administer("ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS true");
    }

    private static void administer(String... commands) {
        try (Connection connection = TestPair.shared().connect("postgres");
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /** CPU time of the server's processes that serve it, where the system tells (Linux). */
    long cpuNanos() {
        return ProcessHandle.allProcesses()
                .filter(this::serves)
                .mapToLong(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
                .sum();
    }

    private boolean serves(ProcessHandle process) {
        try {
            return Files.readString(
                            Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1)
                    .contains("rating " + database.name());
        } catch (IOException gone) {
            return false;
        }
    }

    /** Ends the connections, and leaves the database to whoever made it. */
    void leave() {
        pool.close().await().atMost(PATIENCE);
        vertx.close().await().atMost(PATIENCE);
    }

    @Override
    public void close() {
        leave();
        TestPair.shared().drop(database);
    }

    /** Migrated once; every world begins as a copy of it. */
    private static final class Migrated {
        private static final TestDatabase DATABASE = migrated();

        private static TestDatabase migrated() {
            TestDatabase empty = TestPair.shared().freshDatabase();
            java.util.logging.Logger.getLogger("org.flywaydb").setLevel(java.util.logging.Level.WARNING);
            Flyway.configure()
                    .dataSource(empty.jdbcUrl(), TestDatabase.RATING, TestDatabase.RATING)
                    .locations("classpath:db/rating")
                    .load()
                    .migrate();
            return empty;
        }
    }
}
