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
            SELECT id, event_id, type, customer_id, occurred_at, content::text AS content, series, year, next_sequence,
                last_sequence
            FROM billing.outbox ORDER BY id LIMIT $1
            """;

    /** The invoices that one row stands for, in the order of their numbers. */
    private static final String INVOICES = """
            SELECT $1::text || ':' || number AS event_id, $1 AS type, customer_id, finalized_at AS occurred_at,
                convert_from(document, 'UTF8') AS content
            FROM billing.invoice WHERE series = $2 AND year = $3 AND sequence BETWEEN $4 AND $5 ORDER BY sequence
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
                    List<Row> oldest = Sql.rows(connection, OLDEST_EVENTS, limit);
                    if (oldest.isEmpty()) {
                        return 0;
                    }
                    return isOfInvoices(oldest.getFirst())
                            ? tellInvoices(connection, oldest.getFirst(), limit, send)
                            : tell(connection, oldest, send);
                });
    }

    private static boolean isOfInvoices(Row row) {
        return row.getString("series") != null;
    }

    /** What stands before the next invoices. */
    private static int tell(SqlConnection connection, List<Row> oldest, Consumer<List<BillingEvent>> send) {
        List<Row> rows = oldest.stream().takeWhile(row -> !isOfInvoices(row)).toList();
        send.accept(rows.stream().map(PgOutbox::event).toList());
        forget(connection, rows.stream().map(row -> row.getLong("id")).toArray(Long[]::new));
        return rows.size();
    }

    private static int tellInvoices(SqlConnection connection, Row told, int limit, Consumer<List<BillingEvent>> send) {
        long last = Math.min(told.getLong("last_sequence"), told.getLong("next_sequence") + limit - 1);
        List<Row> invoices = Sql.rows(
                connection,
                INVOICES,
                told.getString("type"),
                told.getString("series"),
                told.getInteger("year"),
                told.getLong("next_sequence"),
                last);
        send.accept(invoices.stream().map(PgOutbox::event).toList());
        if (last == told.getLong("last_sequence")) {
            forget(connection, told.getLong("id"));
        } else {
            Sql.change(
                    connection,
                    "UPDATE billing.outbox SET next_sequence = $2 WHERE id = $1",
                    told.getLong("id"),
                    last + 1);
        }
        return invoices.size();
    }

    private static void forget(SqlConnection connection, Long... ids) {
        Sql.change(connection, "DELETE FROM billing.outbox WHERE id = ANY($1)", (Object) ids);
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
