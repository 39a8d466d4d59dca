package io.tallystick.invoice.store;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.InvoiceStore;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Reads invoices. */
@Singleton
class PgInvoiceStore implements InvoiceStore {
    private static final String FIND =
            "SELECT customer_id, document, encode(sha256, 'hex') AS sha256 FROM billing.invoice WHERE id = $1";

    private static final String LIST = """
            SELECT id, number, customer_id, customer_name, close_id, currency, total::text AS total, line_count,
                period_start, period_end, finalized_at, encode(sha256, 'hex') AS sha256
            FROM billing.invoice
            WHERE ($1::text IS NULL OR customer_id = $1) AND ($2::text IS NULL OR close_id = $2)
              AND ($3::timestamptz IS NULL OR (finalized_at, series, sequence) < ($3, $4::text, $5::bigint))
            ORDER BY finalized_at DESC, series DESC, sequence DESC LIMIT $6
            """;

    private final Pool pool;

    PgInvoiceStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Optional<Document>> find(String id) {
        if (!Sql.isHash(id)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return Sql.rowsLater(pool, FIND, Sql.uuid(id))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new Document(
                                row.getString("customer_id"),
                                row.getBuffer("document").getBytes(),
                                row.getString("sha256"))));
    }

    @Override
    public Uni<List<Listed>> list(Filter filter) {
        return Sql.rowsLater(
                        pool,
                        LIST,
                        filter.customerId().orElse(null),
                        filter.closeId().orElse(null),
                        filter.after()
                                .map(after -> Sql.time(after.finalizedAt()))
                                .orElse(null),
                        filter.after().map(After::series).orElse(null),
                        filter.after().map(After::sequence).orElse(null),
                        filter.limit())
                .map(rows -> rows.stream().map(PgInvoiceStore::row).toList());
    }

    private static Listed row(Row row) {
        return new Listed(
                Sql.hex(row.getUUID("id")),
                row.getString("number"),
                "finalized",
                row.getString("customer_id"),
                row.getString("customer_name"),
                row.getString("close_id"),
                row.getString("currency"),
                new BigDecimal(row.getString("total")),
                row.getInteger("line_count"),
                Sql.instant(row, "period_start"),
                Sql.instant(row, "period_end"),
                Sql.instant(row, "finalized_at"),
                row.getString("sha256"));
    }
}
