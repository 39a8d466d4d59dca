package io.tallystick.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * An empty database of its own for one test, with the roles {@link #RATING} and {@link #BILLING}, each the owner of the
 * schema of its name. The password of a role is its name.
 *
 * @param name of the database
 * @param host of the server
 * @param port of the server
 */
public record TestDatabase(String name, String host, int port) {
    /** The role and schema of rating-engine. */
    public static final String RATING = "rating";

    /** The role and schema of invoice-service. */
    public static final String BILLING = "billing";

    /** An address without credentials, for example {@code jdbc:postgresql://127.0.0.1:5432/t1f}. */
    public String jdbcUrl() {
        return "jdbc:" + reactiveUrl();
    }

    /** An address for the Vert.x client, for example {@code postgresql://127.0.0.1:5432/t1f}. */
    public String reactiveUrl() {
        return "postgresql://" + host + ":" + port + "/" + name;
    }

    /**
     * Connects as one of the two roles.
     *
     * @param role {@link #RATING} or {@link #BILLING}
     * @throws SQLException if the server refuses
     */
    public Connection connect(String role) throws SQLException {
        Properties credentials = new Properties();
        credentials.setProperty("user", role);
        credentials.setProperty("password", role);
        // Not through DriverManager: it knows only the drivers of one class loader, and Quarkus has several.
        return new Driver().connect(jdbcUrl(), credentials);
    }
}
