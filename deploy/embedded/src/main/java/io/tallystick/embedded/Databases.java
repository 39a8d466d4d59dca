package io.tallystick.embedded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Databases with roles that own one schema each. All of it is idempotent: what is there stays, what is missing is made,
 * a password is set to the one given.
 */
public final class Databases {
    private Databases() {}

    /** Opens a connection of the superuser to the database of that name. */
    @FunctionalInterface
    public interface Administrator {
        /**
         * Connects.
         *
         * @param database the name of an existing database
         * @throws SQLException if the server does not answer
         */
        Connection connect(String database) throws SQLException;
    }

    /**
     * Makes a database, and in it a schema for each of the owners.
     *
     * <p>Each role may connect to this database, finds its own schema first on its search path, and can neither see
     * into another owner's schema nor create anything in {@code public}.
     *
     * @throws EmbeddedException with the code {@code provision_failed}
     */
    public static void ensure(Administrator administrator, String database, List<SchemaOwner> owners) {
        SchemaOwner.checkName("database", database);
        try {
            try (Connection connection = administrator.connect("postgres")) {
                ensureDatabase(connection, database, owners);
            }
            try (Connection connection = administrator.connect(database)) {
                ensureSchemas(connection, database, owners);
            }
        } catch (SQLException e) {
            throw new EmbeddedException(
                    "provision_failed", "Database " + database + " cannot be prepared: " + e.getMessage() + ".", e);
        }
    }

    private static void ensureDatabase(Connection connection, String database, List<SchemaOwner> owners)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (SchemaOwner owner : owners) {
                if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + owner.role() + "'")) {
                    statement.execute("CREATE ROLE " + owner.role() + " LOGIN");
                }
                // standard_conforming_strings is on: a doubled quote is the only escape.
                statement.execute("ALTER ROLE " + owner.role() + " PASSWORD '"
                        + owner.password().replace("'", "''") + "'");
            }
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + database + "'")) {
                statement.execute("CREATE DATABASE " + database);
            }
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private static void ensureSchemas(Connection connection, String database, List<SchemaOwner> owners)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("REVOKE ALL ON DATABASE " + database + " FROM PUBLIC");
            statement.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC");
            for (SchemaOwner owner : owners) {
                String role = owner.role();
                statement.execute("GRANT CONNECT, TEMPORARY ON DATABASE " + database + " TO " + role);
                statement.execute("CREATE SCHEMA IF NOT EXISTS " + role + " AUTHORIZATION " + role);
                statement.execute("ALTER ROLE " + role + " IN DATABASE " + database + " SET search_path = " + role);
            }
        }
    }
}
