package io.tallystick.rating.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallystick.rating.app.Identity;
import io.tallystick.testkit.TestDatabase;
import io.tallystick.testkit.TestPair;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events that were kept as rows are found again as they were, under keys that the program computes as the database does. */
class EventBlockMigrationTest {
    private static final String COLUMNS =
            "customer_id, source, event_id, type, occurred_at, received_at, data, disposition, reason, log_partition, log_offset";
    private static TestDatabase database;

    @BeforeAll
    static void events_of_an_older_release_are_migrated() throws SQLException {
        database = TestPair.shared().freshDatabase();
        migrate("77");
        try (Connection connection = database.connect(TestDatabase.RATING);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO event (customer_id, source, event_id, type, occurred_at, received_at, data, content_hash, disposition,
                                       reason, log_partition, log_offset)
                    SELECT 'customer-' || n % 7, '/mcp/' || n % 2, 'call-' || n, 'type-' || n % 3,
                           '2026-10-25T22:00Z'::timestamptz + n * interval '61 minutes', '2026-11-01T00:00Z', '{"n":' || n || '}',
                           gen_random_uuid(), (ARRAY['rated', 'unmatched', 'voided'])[1 + n % 3], 'why-' || n % 3, n % 7 % 2, n
                      FROM generate_series(1, 5000) AS n""");
            statement.execute(
                    "INSERT INTO event SELECT 'crowd', source, event_id, type, '2026-11-01T00:00Z', received_at, data,"
                            + " content_hash, 'rated', 'rated', 1, log_offset FROM event");
            statement.execute("CREATE TABLE before AS SELECT " + COLUMNS + " FROM event");
        }
        migrate("latest");
    }

    private static void migrate(String target) {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), TestDatabase.RATING, TestDatabase.RATING)
                .locations("classpath:db/rating")
                .target(target)
                .load()
                .migrate();
    }

    @Test
    void no_event_is_lost_added_or_changed() throws SQLException {
        assertThat(numbers("SELECT count(*) FROM before")).containsExactly(10_000L);
        assertThat(numbers("SELECT count(*) FROM (TABLE before EXCEPT ALL SELECT " + COLUMNS + " FROM event) AS lost"))
                .containsExactly(0L);
        assertThat(numbers("SELECT count(*) FROM (SELECT " + COLUMNS + " FROM event EXCEPT ALL TABLE before) AS added"))
                .containsExactly(0L);
    }

    @Test
    void a_block_holds_one_day_and_no_more_than_a_reader_looks_through() throws SQLException {
        assertThat(numbers("SELECT count(*) FROM event WHERE day <> (occurred_at AT TIME ZONE 'UTC')::date"
                        + " OR occurred_at < first_at OR occurred_at > last_at"))
                .containsExactly(0L);
        assertThat(numbers("SELECT max(events), max(abs(events - cardinality(log_offset))) FROM event_block"))
                .containsExactly((long) EventBlocks.MOST, 0L);
    }

    @Test
    void each_event_is_found_by_its_key() throws SQLException {
        assertThat(numbers("SELECT count(*) FROM event_key")).containsExactly(10_000L);
        assertThat(numbers("""
                        WITH computed AS MATERIALIZED (
                            SELECT customer_id, day, unit, part, event_identity(customer_id, source, event_id) AS identity FROM event)
                        SELECT count(*) FROM computed JOIN event_key USING (customer_id, identity, day, unit, part)""")).containsExactly(10_000L);
    }

    @Test
    void unmatched_events_are_found_without_the_others() throws SQLException {
        assertThat(
                        numbers(
                                "SELECT (SELECT count(*) FROM unmatched_event), (SELECT count(*) FROM event WHERE disposition = 'unmatched')"))
                .containsExactly(1_667L, 1_667L);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "01919188-4a5b-7c00-8000-000000000001",
        "01919188-4A5B-7C00-8000-00000000000F",
        "01919188-4a5b-4c00-8000-00000000000a",
        "01919188-4a5b-7c00-8000-00000000000g",
        "01919188x4a5b-7c00-8000-00000000000a",
        "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
        "81ARZ3NDEKTSV4RRFFQ69G5FAV",
        "call-17",
        "call-1234567890123456",
        "call",
        "٣",
        "é٣7",
    })
    void the_program_and_the_database_compute_the_same_key(String id) throws SQLException {
        Identity identity = new Identity("Çelik", "/quelle/é", id);
        try (Connection connection = database.connect(TestDatabase.RATING);
                PreparedStatement statement =
                        connection.prepareStatement("SELECT event_identity(?, ?, ?)::text, event_locality(?)")) {
            statement.setString(1, identity.customerId());
            statement.setString(2, identity.source());
            statement.setString(3, id);
            statement.setString(4, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                assertThat(EventKey.of(identity)).hasToString(row.getString(1));
                assertThat(EventKey.locality(id)).isEqualTo(row.getLong(2));
            }
        }
    }

    private static List<Long> numbers(String query) throws SQLException {
        try (Connection connection = database.connect(TestDatabase.RATING);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            List<Long> numbers = new ArrayList<>();
            for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                numbers.add(row.getLong(column));
            }
            return numbers;
        }
    }
}
