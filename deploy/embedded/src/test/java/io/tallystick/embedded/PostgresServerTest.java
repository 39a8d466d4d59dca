package io.tallystick.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
class PostgresServerTest {
    private static final Path BINARIES = Path.of("target", "postgresql");
    private static final List<SchemaOwner> OWNERS =
            List.of(new SchemaOwner("rating", "r"), new SchemaOwner("billing", "it's"));

    @TempDir
    Path folder;

    private PostgresOptions options() {
        return PostgresOptions.in(folder)
                .withBinaries(BINARIES)
                .with("shared_buffers", "32MB")
                .with("fsync", "off");
    }

    @Test
    void what_was_committed_survives_a_kill_of_every_process() throws SQLException {
        try (PostgresServer server = PostgresServer.start(options());
                Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept (n int)");
            statement.execute("INSERT INTO kept SELECT generate_series(1, 1000)");
            server.kill();
        }
        try (PostgresServer server = PostgresServer.start(options())) {
            assertEquals("1000", query(server, "SELECT count(*) FROM kept"));
        }
    }

    @Test
    void durability_cannot_be_switched_off() throws SQLException {
        try (PostgresServer server = PostgresServer.start(options())) {
            query(server, "SELECT pg_reload_conf()");
            assertEquals("on", server.setting("fsync"));
            assertEquals("on", server.setting("synchronous_commit"));
            assertEquals("on", server.setting("full_page_writes"));
            assertEquals("on", server.setting("data_checksums"));
        }
    }

    @Test
    void an_orphan_of_an_earlier_run_is_stopped_before_the_next_start() throws IOException, SQLException {
        PostgresServer abandoned = PostgresServer.start(options());
        long orphan = abandoned.pid();
        abandoned.forget();
        assertEquals(OptionalLong.of(orphan), PostgresServer.runningIn(folder));
        try (PostgresServer server = PostgresServer.start(options())) {
            assertFalse(ProcessHandle.of(orphan).map(ProcessHandle::isAlive).orElse(false));
            assertEquals("1", query(server, "SELECT 1"));
            assertEquals(OptionalLong.of(server.pid()), PostgresServer.runningIn(folder));
        }
        assertEquals(OptionalLong.empty(), PostgresServer.stopOrphan(folder));
    }

    @Test
    void a_backend_that_outlives_its_killed_postmaster_does_not_block_the_next_start() throws Exception {
        PostgresServer killed = PostgresServer.start(options());
        Connection busy = killed.connect("postgres");
        Thread query = Thread.ofPlatform().start(() -> spin(busy));
        while (query(killed, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT sum%'")
                .equals("0")) {
            Deadline.pause();
        }
        killed.handle().destroyForcibly();
        killed.forget();
        try (PostgresServer server = PostgresServer.start(options())) {
            assertEquals("1", query(server, "SELECT 1"));
        }
        query.join();
    }

    private static void spin(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT sum(n) FROM generate_series(1, 1000000000000) n");
        } catch (SQLException expected) {
            return;
        }
    }

    @Test
    void a_stale_pid_file_that_names_a_process_of_somebody_else_is_no_obstacle() throws IOException, SQLException {
        PostgresServer.start(options()).kill();
        long stranger = ProcessHandle.current().pid();
        Path pidFile = folder.resolve("data/postmaster.pid");
        List<String> lines = new java.util.ArrayList<>(Files.readAllLines(pidFile));
        lines.set(0, Long.toString(stranger));
        Files.write(pidFile, lines);
        try (PostgresServer server = PostgresServer.start(options())) {
            assertEquals("1", query(server, "SELECT 1"));
        }
    }

    @Test
    void a_folder_has_one_owner_at_a_time() {
        try (PostgresServer server = PostgresServer.start(options())) {
            EmbeddedException refused = assertThrows(EmbeddedException.class, () -> PostgresServer.start(options()));
            assertEquals("folder_in_use", refused.code());
            assertTrue(server.handle().isAlive());
        }
    }

    @Test
    void a_busy_port_is_named_in_one_sentence() throws IOException {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = taken.getLocalPort();
            EmbeddedException refused = assertThrows(
                    EmbeddedException.class,
                    () -> PostgresServer.start(options().withPort(port)));
            assertEquals("port_in_use", refused.code());
            assertEquals(
                    "Port " + port + " is in use by another program: stop it or choose another port for PostgreSQL.",
                    refused.getMessage());
        }
    }

    @Test
    void a_role_sees_its_own_schema_and_no_other() throws SQLException {
        try (PostgresServer server = PostgresServer.start(options())) {
            server.ensure("tallystick", OWNERS);
            server.ensure("tallystick", OWNERS);
            try (Connection rating = DriverManager.getConnection(server.jdbcUrl("tallystick"), "rating", "r");
                    Connection billing = DriverManager.getConnection(server.jdbcUrl("tallystick"), "billing", "it's");
                    Statement ratings = rating.createStatement();
                    Statement billings = billing.createStatement()) {
                ratings.execute("CREATE TABLE mine (n int)");
                assertTrue(ratings.execute("SELECT * FROM rating.mine"));
                assertThrows(SQLException.class, () -> billings.execute("SELECT * FROM rating.mine"));
                assertThrows(SQLException.class, () -> billings.execute("CREATE TABLE public.mine (n int)"));
            }
        }
    }

    @Test
    void a_wrong_password_is_refused_and_the_right_one_is_for_its_owner_only() throws IOException {
        try (PostgresServer server = PostgresServer.start(options())) {
            SchemaOwner owner = server.ownerWithKeptPassword("rating");
            server.ensure("tallystick", List.of(owner));
            assertThrows(
                    SQLException.class,
                    () -> DriverManager.getConnection(server.jdbcUrl("tallystick"), "rating", "wrong"));
            assertEquals(owner, server.ownerWithKeptPassword("rating"));
            for (String name : List.of("rating", "postgres")) {
                Path file = folder.resolve("secrets").resolve(name);
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
    }

    private static String query(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
