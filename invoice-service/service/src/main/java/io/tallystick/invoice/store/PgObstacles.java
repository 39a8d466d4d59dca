package io.tallystick.invoice.store;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.LockedClose;
import io.tallystick.invoice.review.Obstacle;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** The exceptions of closes. */
final class PgObstacles {
    /** Unmatched usage that was waived by the close before and did not grow stays waived, by the same person. */
    private static final String INSERT = """
            INSERT INTO billing.close_exception AS held (close_id, id, code, customer_id, subscription_id, partition, reason,
                count, sentence, remedy, state, waived_by, waiver_reason, waived_at)
            SELECT $1, found.id, found.code, found.customer_id, found.subscription_id, found.partition, found.reason,
                found.count, found.sentence, found.remedy, CASE WHEN earlier.id IS NULL THEN 'open' ELSE 'waived' END,
                earlier.waived_by, earlier.waiver_reason, earlier.waived_at
            FROM UNNEST($3::uuid[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::text[], $9::bigint[], $10::text[],
                $11::text[])
                AS found (id, code, customer_id, subscription_id, partition, reason, count, sentence, remedy)
            LEFT JOIN billing.close_exception AS earlier ON earlier.close_id = $2 AND earlier.id = found.id
                AND earlier.state = 'waived' AND found.code = 'unmatched_usage' AND earlier.count = found.count
            ON CONFLICT (close_id, id) DO UPDATE SET count = excluded.count, sentence = excluded.sentence,
                remedy = excluded.remedy, state = CASE WHEN held.state = 'mended' THEN 'open' ELSE held.state END
            """;

    private static final String MENDED = """
            UPDATE billing.close_exception SET state = 'mended', waived_by = NULL, waiver_reason = NULL, waived_at = NULL
            WHERE close_id = $1 AND customer_id = ANY($2) AND state <> 'mended' AND NOT id = ANY($3)
              AND code IN ('customer_missing', 'invoice_impossible', 'bill_impossible')
            """;

    private static final String LIST = """
            SELECT held.*, key.name AS waiver_name FROM billing.close_exception AS held
            LEFT JOIN billing.access_key AS key ON key.id = held.waived_by
            WHERE held.close_id = $1 AND ($2::text IS NULL OR held.state = $2) AND ($3::uuid IS NULL OR held.id > $3)
            """;

    static final String COUNTS = """
            SELECT count(*) AS every, count(*) FILTER (WHERE state = 'open') AS left_open
            FROM billing.close_exception WHERE close_id = $1
            """;

    private static final String WAIVE = """
            UPDATE billing.close_exception SET state = 'waived', waived_by = $2, waiver_reason = $3, waived_at = $4
            WHERE close_id = $1 AND state = 'open' AND ($5::uuid[] IS NULL OR id = ANY($5))
            """;

    private PgObstacles() {}

    /** Adds what stands in the way; what is there already stays as it was settled. */
    static void add(SqlConnection connection, String closeId, String previousCloseId, List<Obstacle> found) {
        if (found.isEmpty()) {
            return;
        }
        Sql.change(
                connection,
                INSERT,
                closeId,
                previousCloseId,
                found.stream().map(one -> Sql.uuid(one.id())).toArray(UUID[]::new),
                texts(found, Obstacle::code),
                texts(found, Obstacle::customerId),
                texts(found, Obstacle::subscriptionId),
                found.stream().map(Obstacle::partition).toArray(Integer[]::new),
                texts(found, Obstacle::reason),
                found.stream().map(Obstacle::count).toArray(Long[]::new),
                texts(found, Obstacle::sentence),
                texts(found, Obstacle::remedy));
    }

    /** Of these customers, what was in the way of a draft and is no more is mended. */
    static void replaceOfCustomers(SqlConnection connection, String closeId, String[] customers, List<Obstacle> left) {
        Sql.change(
                connection,
                MENDED,
                closeId,
                customers,
                left.stream().map(one -> Sql.uuid(one.id())).toArray(UUID[]::new));
        add(connection, closeId, null, left);
    }

    /** The first hundred or so, open ones first. */
    static Uni<List<Obstacle>> first(SqlClient client, String closeId, int limit) {
        return Sql.rowsLater(
                        client,
                        LIST + " ORDER BY held.state <> 'open', held.code, held.customer_id, held.id LIMIT $4",
                        closeId,
                        null,
                        null,
                        limit)
                .map(rows -> rows.stream().map(PgObstacles::read).toList());
    }

    /** A page in the order of ids. */
    static Uni<List<Obstacle>> page(SqlClient client, String closeId, String state, String afterId, int limit) {
        return Sql.rowsLater(
                        client,
                        LIST + " ORDER BY held.id LIMIT $4",
                        closeId,
                        state,
                        afterId == null ? null : Sql.uuid(afterId),
                        limit)
                .map(rows -> rows.stream().map(PgObstacles::read).toList());
    }

    static LockedClose.Waived waive(
            SqlConnection connection, String closeId, List<String> ids, String by, String reason, Instant at) {
        List<String> unknown = new ArrayList<>();
        List<String> settled = new ArrayList<>();
        Map<UUID, String> states = new HashMap<>();
        for (Row row :
                Sql.rows(connection, "SELECT id, state FROM billing.close_exception WHERE close_id = $1", closeId)) {
            states.put(row.getUUID("id"), row.getString("state"));
        }
        List<UUID> wanted = new ArrayList<>();
        for (String id : ids) {
            UUID key = id.matches("[0-9a-f]{32}") ? Sql.uuid(id) : null;
            String state = key == null ? null : states.get(key);
            if (state == null) {
                unknown.add(id);
            } else if (!state.equals("open")) {
                settled.add(id);
            } else {
                wanted.add(key);
            }
        }
        if (!unknown.isEmpty() || !settled.isEmpty()) {
            return new LockedClose.Waived(0, unknown, settled);
        }
        int done = Sql.change(
                connection,
                WAIVE,
                closeId,
                by,
                reason,
                Sql.time(at),
                ids.isEmpty() ? null : wanted.toArray(UUID[]::new));
        return new LockedClose.Waived(done, unknown, settled);
    }

    private static Obstacle read(Row row) {
        Obstacle.Waiver waiver = row.getString("state").equals("waived")
                ? new Obstacle.Waiver(
                        row.getString("waived_by"),
                        row.getString("waiver_name"),
                        row.getString("waiver_reason"),
                        Sql.instant(row, "waived_at"))
                : null;
        return new Obstacle(
                Sql.hex(row.getUUID("id")),
                row.getString("code"),
                row.getString("customer_id"),
                row.getString("subscription_id"),
                row.getInteger("partition"),
                row.getString("reason"),
                row.getLong("count"),
                row.getString("sentence"),
                row.getString("remedy"),
                row.getString("state"),
                waiver);
    }

    private static String[] texts(List<Obstacle> found, Function<Obstacle, String> field) {
        return found.stream().map(field).toArray(String[]::new);
    }
}
