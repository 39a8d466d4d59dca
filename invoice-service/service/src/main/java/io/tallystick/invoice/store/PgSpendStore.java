package io.tallystick.invoice.store;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tallystick.invoice.app.CreditDesk;
import io.tallystick.invoice.app.SpendStore;
import io.tallystick.schemas.rated.Progress;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Spend, from the lines of one customer. */
@Singleton
class PgSpendStore implements SpendStore {
    private static final String PROGRESS = """
            SELECT DISTINCT ON (usage_partition) usage_partition, next_offset, received_at FROM billing.progress
            ORDER BY usage_partition, next_offset
            """;

    private final Pool pool;
    private final CreditDesk credits;
    private final HeldLines held;

    PgSpendStore(Pool pool, CreditDesk credits, Vertx vertx) {
        this.pool = pool;
        this.credits = credits;
        this.held = new HeldLines(pool, vertx);
    }

    /** The desk blocks, so that a worker asks it. */
    @Override
    public Uni<List<CreditDesk.Balance>> balances(String customerId) {
        return Uni.createFrom()
                .item(() -> credits.balances(customerId))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    @Override
    public Uni<Map<Integer, Progress>> progress() {
        return Sql.rowsLater(pool, PROGRESS).map(rows -> {
            Map<Integer, Progress> told = new HashMap<>();
            for (Row row : rows) {
                int partition = row.getInteger("usage_partition");
                told.put(
                        partition,
                        new Progress(partition, row.getLong("next_offset"), Sql.instant(row, "received_at")));
            }
            return told;
        });
    }

    @Override
    public Uni<Held> held(String customerId, Instant now) {
        return held.of(customerId, now);
    }
}
