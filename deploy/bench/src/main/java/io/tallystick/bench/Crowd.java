package io.tallystick.bench;

import io.tallystick.schemas.id.Partition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/**
 * Customers beyond the first thousands, written as rows that look like the ones the API makes of another customer. Through the API each is
 * two requests and a unit of work of its own, some ten milliseconds: a quarter of a million took longer than what is measured with
 * them. Their billing periods are opened, and their lines rated and collected, by the services.
 */
final class Crowd {
    private static final int AT_ONCE = 10_000;
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private static final String SUBSCRIBE = """
            INSERT INTO rating.subscription (id, customer_id, log_partition, definition, announced, created_at, updated_at)
            SELECT 'of-' || one.customer, one.customer, one.place,
                   replace(replace(model.definition::text, model.id, 'of-' || one.customer), model.customer_id, one.customer)::jsonb,
                   true, model.created_at, model.updated_at
              FROM rating.subscription AS model, UNNEST(?::text[], ?::integer[]) AS one (customer, place)
             WHERE model.customer_id = ?""";

    /** Due since ever: whoever looks for what is due opens all that has begun. */
    private static final String APPLY = """
            INSERT INTO rating.account (customer_id, log_partition, applied, opened_until, next_due)
            SELECT customer, place, jsonb_build_object('of-' || customer, 1), 'epoch', 'epoch'
              FROM UNNEST(?::text[], ?::integer[]) AS one (customer, place)""";

    private static final String NOT_OPENED = "SELECT count(*) FROM rating.account WHERE next_due = 'epoch'";
    private static final String LINES =
            "SELECT (SELECT count(*) FROM rating.line) - (SELECT count(*) FROM billing.rated_line)";

    private Crowd() {}

    /** Adds the customers from number {@code from} to {@code to}, exclusive, and waits until billing has all of their lines. */
    static void add(Run run, String model, int from, int to) {
        try (Connection connection = run.stack().connect()) {
            for (int first = from; first < to; first += AT_ONCE) {
                int size = Math.min(AT_ONCE, to - first);
                String[] names = new String[size];
                Integer[] places = new Integer[size];
                for (int i = 0; i < size; i++) {
                    names[i] = Names.customer(first + i);
                    places[i] = Partition.of(names[i], run.options().partitions);
                }
                try (PreparedStatement subscribe = connection.prepareStatement(SUBSCRIBE);
                        PreparedStatement apply = connection.prepareStatement(APPLY)) {
                    subscribe.setArray(1, connection.createArrayOf("text", names));
                    subscribe.setArray(2, connection.createArrayOf("integer", places));
                    subscribe.setString(3, model);
                    Run.mustBe("subscriptions written", subscribe.executeUpdate(), size);
                    apply.setArray(1, connection.createArrayOf("text", names));
                    apply.setArray(2, connection.createArrayOf("integer", places));
                    Run.mustBe("accounts written", apply.executeUpdate(), size);
                }
            }
            // What is due is looked for at the start, and then once an hour.
            run.stack().stopServices();
            run.stack().startServices(Map.of());
            awaitNone(connection, NOT_OPENED);
            awaitNone(connection, LINES);
        } catch (SQLException failed) {
            throw new BenchFailure("the customers cannot be written", failed);
        }
    }

    private static void awaitNone(Connection connection, String count) throws SQLException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (Statement statement = connection.createStatement()) {
            while (count(statement, count) != 0) {
                if (System.nanoTime() > deadline) {
                    throw new BenchFailure(
                            "after " + LIMIT.toMinutes() + " minutes not all customers have their lines");
                }
                Api.pause(Duration.ofSeconds(1));
            }
        }
    }

    private static long count(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
