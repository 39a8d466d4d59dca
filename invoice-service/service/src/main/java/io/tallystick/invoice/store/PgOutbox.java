package io.tallystick.invoice.store;

import io.tallystick.invoice.app.Outbox;
import io.tallystick.schemas.access.AccessKey;
import io.tallystick.schemas.billing.BillingEvent;
import io.tallystick.schemas.crash.CrashPoint;
import io.tallystick.schemas.json.Json;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * The outbox. A transaction-scoped advisory lock lets one process tell at a time, so that the order of what is told about one thing
 * is the order in which it was committed. The messages themselves were committed long before.
 */
@Singleton
class PgOutbox implements Outbox {
    private static final long EVENTS_LOCK = 0x7461_6c6c_7900_0001L;
    private static final long KEYS_LOCK = 0x7461_6c6c_7900_0002L;

    private static final String OLDEST_EVENTS = """
            SELECT told.id, told.event_id, told.type, told.customer_id, told.occurred_at,
                COALESCE(convert_from(invoice.document, 'UTF8'), told.content::text) AS content
            FROM billing.outbox AS told LEFT JOIN billing.invoice ON invoice.id = told.invoice_id
            ORDER BY told.id LIMIT $1
            """;

    private static final String UNTOLD_KEYS = """
            SELECT id, hash, role, customer_id, name, created_at, revoked_at, version FROM billing.access_key
            WHERE published_version <> version ORDER BY id LIMIT $1
            """;

    private static final String TOLD_KEYS = """
            UPDATE billing.access_key AS held SET published_version = told.version
            FROM UNNEST($1::text[], $2::integer[]) AS told (id, version) WHERE held.id = told.id
            """;

    private final Pool pool;

    PgOutbox(Pool pool) {
        this.pool = pool;
    }

    @Override
    public int tellEvents(int limit, Consumer<List<BillingEvent>> send) {
        return Sql.inTransaction(
                pool, CrashPoint.INVOICE_OUTBOX_BEFORE_COMMIT, CrashPoint.INVOICE_OUTBOX_AFTER_COMMIT, connection -> {
                    if (!alone(connection, EVENTS_LOCK)) {
                        return 0;
                    }
                    List<Row> rows = Sql.rows(connection, OLDEST_EVENTS, limit);
                    if (!rows.isEmpty()) {
                        send.accept(rows.stream().map(PgOutbox::event).toList());
                        Long[] told =
                                rows.stream().map(row -> row.getLong("id")).toArray(Long[]::new);
                        Sql.change(connection, "DELETE FROM billing.outbox WHERE id = ANY($1)", (Object) told);
                    }
                    return rows.size();
                });
    }

    @Override
    public int tellAccessKeys(int limit, Consumer<List<AccessKey>> send) {
        return Sql.inTransaction(
                pool, CrashPoint.INVOICE_OUTBOX_BEFORE_COMMIT, CrashPoint.INVOICE_OUTBOX_AFTER_COMMIT, connection -> {
                    if (!alone(connection, KEYS_LOCK)) {
                        return 0;
                    }
                    List<Row> rows = Sql.rows(connection, UNTOLD_KEYS, limit);
                    if (!rows.isEmpty()) {
                        send.accept(rows.stream().map(PgOutbox::key).toList());
                        Sql.change(
                                connection,
                                TOLD_KEYS,
                                rows.stream().map(row -> row.getString("id")).toArray(String[]::new),
                                rows.stream()
                                        .map(row -> row.getInteger("version"))
                                        .toArray(Integer[]::new));
                    }
                    return rows.size();
                });
    }

    @Override
    public void tellAllAccessKeysAgain() {
        Sql.change(pool, "UPDATE billing.access_key SET published_version = -1");
    }

    private static boolean alone(SqlConnection connection, long lock) {
        return Sql.rows(connection, "SELECT pg_try_advisory_xact_lock($1) AS alone", lock)
                .getFirst()
                .getBoolean("alone");
    }

    private static BillingEvent event(Row row) {
        try {
            return new BillingEvent(
                    row.getString("event_id"),
                    row.getString("type"),
                    row.getString("customer_id"),
                    Sql.instant(row, "occurred_at"),
                    Json.MAPPER.readTree(row.getString("content").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException impossible) {
            throw new UncheckedIOException("a document of our own cannot be read", impossible);
        }
    }

    private static AccessKey key(Row row) {
        return new AccessKey(
                row.getString("id"),
                row.getString("hash"),
                AccessKey.Role.valueOf(row.getString("role")),
                row.getString("customer_id"),
                row.getString("name"),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "revoked_at"));
    }
}
