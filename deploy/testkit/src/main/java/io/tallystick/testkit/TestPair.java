package io.tallystick.testkit;

import io.tallystick.embedded.Databases;
import io.tallystick.embedded.SchemaOwner;
import io.tallystick.schemas.topics.Topic;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * The PostgreSQL and the Kafka of this test JVM: in containers where a container engine answers, as child processes
 * where none does; the system property {@code tally.pair} ({@code containers} or {@code embedded}) insists on one.
 *
 * <p>Started at the first call of {@link #shared()} (about four seconds) and stopped, with its data deleted, when the
 * JVM ends. Both are the real thing with {@code fsync} on. A test that kills a server takes one of its own from
 * {@link io.tallystick.embedded.PostgresServer} or {@link io.tallystick.embedded.KafkaBroker}.
 */
public final class TestPair {
    private static final String SUPERUSER = "postgres";
    private static final List<SchemaOwner> OWNERS = List.of(
            new SchemaOwner(TestDatabase.RATING, TestDatabase.RATING),
            new SchemaOwner(TestDatabase.BILLING, TestDatabase.BILLING));

    private final PairAddress address;

    private TestPair(PairAddress address) {
        this.address = address;
    }

    /**
     * The one pair of this JVM. Class loaders do not matter: a Quarkus test and a plain one in the same JVM share it.
     *
     * @throws io.tallystick.embedded.EmbeddedException if it cannot be started
     */
    public static TestPair shared() {
        return new TestPair(SharedPair.address());
    }

    /** For {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return address.bootstrapServers();
    }

    /** A database that nobody else uses, with both roles and their empty schemas. */
    public TestDatabase freshDatabase() {
        String name = "t" + Long.toHexString(System.nanoTime());
        // Roles belong to the whole server: two callers must not touch them at the same time.
        synchronized (SharedPair.LOCK) {
            Databases.ensure(this::connect, name, OWNERS);
        }
        return new TestDatabase(name, address.postgresHost(), address.postgresPort());
    }

    /**
     * A database that nobody else uses, with everything that stands in another one; nobody may be connected to that. Much faster
     * than to migrate an empty one.
     */
    public TestDatabase copyOf(TestDatabase template) {
        String name = "t" + Long.toHexString(System.nanoTime());
        try (Connection connection = connect(SUPERUSER);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template.name());
        } catch (SQLException e) {
            throw new IllegalStateException("Database " + template.name() + " cannot be copied", e);
        }
        // Rights on the database itself are not copied.
        synchronized (SharedPair.LOCK) {
            Databases.ensure(this::connect, name, OWNERS);
        }
        return new TestDatabase(name, address.postgresHost(), address.postgresPort());
    }

    /** Drops a database, whoever is still connected to it. */
    public void drop(TestDatabase database) {
        try (Connection connection = connect(SUPERUSER);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + database.name() + " WITH (FORCE)");
        } catch (SQLException e) {
            throw new IllegalStateException("Database " + database.name() + " cannot be dropped", e);
        }
    }

    /**
     * Every {@link Topic} of the system, empty; also forgets all consumer groups. Nothing may be reading or writing.
     *
     * @param partitions of the topics that are keyed by customer or line
     */
    public void freshTopics(int partitions) {
        TestTopics.recreate(bootstrapServers(), partitions);
    }

    /**
     * Connects as superuser.
     *
     * @param database the name of an existing database
     * @throws SQLException if the server does not answer
     */
    public Connection connect(String database) throws SQLException {
        Properties credentials = new Properties();
        credentials.setProperty("user", SUPERUSER);
        credentials.setProperty("password", address.postgresPassword());
        // Not through DriverManager: it knows only the drivers of one class loader, and Quarkus has several.
        return new Driver()
                .connect(
                        "jdbc:postgresql://" + address.postgresHost() + ":" + address.postgresPort() + "/" + database,
                        credentials);
    }
}
