package io.tallystick.invoice.store;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.InvoiceStore;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Reads invoices. */
@Singleton
class PgInvoiceStore implements InvoiceStore {
    private static final String FIND =
            "SELECT customer_id, document, encode(sha256, 'hex') AS sha256 FROM billing.invoice WHERE id = $1";

    private static final String LIST = """
            SELECT id, number, invoice.customer_id, customer_name, close_id, invoice.currency, invoice.total::text AS total,
                line_count, period_start, period_end, finalized_at, encode(sha256, 'hex') AS sha256,
                CASE WHEN account.state IN ('finalized', 'partly_paid') AND account.due_at <= $7 THEN 'overdue'
                    ELSE account.state END AS state,
                CASE WHEN account.state = 'voided' THEN account.due - account.due
                    ELSE account.due - account.paid - account.settled END::text AS open_amount
            FROM billing.invoice JOIN billing.invoice_account AS account ON account.invoice_id = invoice.id
            WHERE ($1::text IS NULL OR invoice.customer_id = $1) AND ($2::text IS NULL
                OR close_id = $2 AND finalized_at = (SELECT finalized_at FROM billing.close WHERE id = $2))
              AND ($3::timestamptz IS NULL OR (finalized_at, series, sequence) < ($3, $4::text, $5::bigint))
            ORDER BY finalized_at DESC, series DESC, sequence DESC LIMIT $6
            """;

    private final Pool pool;
    private final InstantSource clock;

    PgInvoiceStore(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
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
                        filter.limit(),
                        Sql.time(clock.instant()))
                .map(rows -> rows.stream().map(PgInvoiceStore::row).toList());
    }

    private static Listed row(Row row) {
        return new Listed(
                Sql.hex(row.getUUID("id")),
                row.getString("number"),
                row.getString("state"),
                row.getString("customer_id"),
                row.getString("customer_name"),
                row.getString("close_id"),
                row.getString("currency"),
                new BigDecimal(row.getString("total")),
                new BigDecimal(row.getString("open_amount")),
                row.getInteger("line_count"),
                Sql.instant(row, "period_start"),
                Sql.instant(row, "period_end"),
                Sql.instant(row, "finalized_at"),
                row.getString("sha256"));
    }
}
