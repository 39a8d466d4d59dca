package io.tallystick.invoice.store;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tallystick.invoice.app.CreditDesk;
import io.tallystick.invoice.app.SpendStore;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.Progress;
import io.tallystick.schemas.rated.RatedLine;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Spend, from the lines of one customer. */
@Singleton
class PgSpendStore implements SpendStore {
    private static final String PROGRESS = """
            SELECT next_offset, received_at FROM billing.progress WHERE usage_partition = $1
            ORDER BY next_offset LIMIT 1
            """;

    /**
     * Two ranges of the customer's lines: those not billed yet by the index on (customer, billable_at), and billed ones whose
     * period still runs. A fee in advance is billable when its period starts, so that no more than the lines of one customer are
     * looked at.
     */
    static final String LINES = """
            SELECT line.content::text AS content, billed.line_id IS NOT NULL AS invoiced
            FROM billing.rated_line AS line
            LEFT JOIN billing.account USING (customer_id)
            LEFT JOIN billing.invoice_line AS billed ON billed.customer_id = line.customer_id AND billed.line_id = line.id
            WHERE line.customer_id = $1
              AND (line.billable_at > COALESCE(account.billed_until, '-infinity')
                   OR line.period_start <= $2 AND line.period_end > $2)
            """;

    private final Pool pool;
    private final CreditDesk credits;

    PgSpendStore(Pool pool, CreditDesk credits) {
        this.pool = pool;
        this.credits = credits;
    }

    /** The desk blocks, so that a worker asks it; whoever waits goes on where it was. */
    @Override
    public Uni<List<CreditDesk.Balance>> balances(String customerId) {
        Context here = Vertx.currentContext();
        Uni<List<CreditDesk.Balance>> asked = Uni.createFrom()
                .item(() -> credits.balances(customerId))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
        return here == null ? asked : asked.emitOn(work -> here.runOnContext(_ -> work.run()));
    }

    @Override
    public Uni<Optional<Progress>> progress(int usagePartition) {
        return Sql.rowsLater(pool, PROGRESS, usagePartition)
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new Progress(
                                usagePartition, row.getLong("next_offset"), Sql.instant(row, "received_at"))));
    }

    @Override
    public Uni<List<SpendLine>> lines(String customerId, Instant now) {
        return Sql.rowsLater(pool, LINES, customerId, Sql.time(now))
                .map(rows -> rows.stream().map(PgSpendStore::line).toList());
    }

    private static SpendLine line(Row row) {
        byte[] content = row.getString("content").getBytes(StandardCharsets.UTF_8);
        return new SpendLine(Json.read(content, RatedLine.class), row.getBoolean("invoiced"));
    }
}
