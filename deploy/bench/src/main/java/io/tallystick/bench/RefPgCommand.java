package io.tallystick.bench;

import io.tallystick.embedded.PostgresServer;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tally bench ref-pg}. */
@Command(
        name = "ref-pg",
        description =
                "The reference of the database: rows of the size of an event by arrays, without and with a unique key.",
        mixinStandardHelpOptions = true)
final class RefPgCommand extends BenchCommand {
    private static final int UNIT = 20_000;

    @Option(names = "--rows", defaultValue = "400000", description = "rows of each table (default ${DEFAULT-VALUE})")
    private int count;

    @Override
    Outcome measure(Path work, Progress progress) {
        progress.say("starting PostgreSQL in " + work);
        PostgresServer server = BenchStack.postgres(work);
        try (Connection connection = server.connect(PostgresServer.SUPERUSER)) {
            Map<String, String> conditions = Conditions.machine(work);
            conditions.putAll(Conditions.postgres(server));
            conditions.put("rows", count + " in transactions of " + UNIT + ", one connection");
            connection.setAutoCommit(false);
            Map<String, String> rows = new LinkedHashMap<>();
            progress.say("warming up");
            insert(connection, "warm_up", "");
            progress.say("inserting " + count + " rows three times");
            rows.put("without a key", insert(connection, "bare", "") + " rows/s");
            rows.put(
                    "with a unique text key",
                    insert(connection, "texts", "PRIMARY KEY (customer_id, event_id)") + " rows/s");
            rows.put(
                    "with a unique 128-bit key",
                    insert(connection, "hashes", "PRIMARY KEY (content_hash)") + " rows/s");
            return new Figures(conditions, "every table has every row", rows);
        } catch (SQLException refused) {
            throw new BenchFailure("PostgreSQL refuses: " + refused.getMessage(), refused);
        } finally {
            server.stop();
        }
    }

    private long insert(Connection connection, String table, String key) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + table
                    + " (customer_id text COLLATE \"C\", event_id text COLLATE \"C\", data text, content_hash uuid"
                    + (key.isEmpty() ? "" : ", " + key) + ")");
            connection.commit();
        }
        long began = System.nanoTime();
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table
                + " SELECT * FROM UNNEST(?::text[], ?::text[], ?::text[], ?::uuid[]) ON CONFLICT DO NOTHING")) {
            for (int from = 0; from < count; from += UNIT) {
                insert(connection, insert, from, Math.min(count, from + UNIT));
            }
        }
        long nanos = System.nanoTime() - began;
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT count(*) FROM " + table)) {
            found.next();
            Run.mustBe("rows of " + table, found.getLong(1), count);
        }
        return Times.perSecond(count, nanos);
    }

    private static void insert(Connection connection, PreparedStatement insert, int from, int to) throws SQLException {
        int rows = to - from;
        String[] customers = new String[rows];
        String[] ids = new String[rows];
        String[] data = new String[rows];
        UUID[] hashes = new UUID[rows];
        for (int i = 0; i < rows; i++) {
            long mixed = (from + i) * 0x9E3779B97F4A7C15L;
            customers[i] = Names.customer((int) Long.remainderUnsigned(mixed, 1_000));
            ids[i] = new UUID(0x0190_0000_0000_7000L + ((long) (from + i) << 16), mixed).toString();
            data[i] = "{\"model\":\"m-1\",\"tokens\":\"" + Long.remainderUnsigned(mixed, 4_000) + "\"}";
            hashes[i] = new UUID(mixed, ~mixed * 31);
        }
        Array[] columns = {
            connection.createArrayOf("text", customers),
            connection.createArrayOf("text", ids),
            connection.createArrayOf("text", data),
            connection.createArrayOf("uuid", hashes)
        };
        for (int i = 0; i < columns.length; i++) {
            insert.setArray(i + 1, columns[i]);
        }
        insert.execute();
        connection.commit();
    }
}
