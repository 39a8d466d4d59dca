package io.tallystick.rating.store;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.tallystick.rating.app.ReconciliationCheck;
import io.tallystick.rating.app.ReconciliationStore;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The figures of the reconciliation in PostgreSQL. */
@Singleton
public final class PgReconciliationStore implements ReconciliationStore {
    private final Pool pool;

    /** In the database behind {@code pool}. */
    @Inject
    public PgReconciliationStore(@ReactiveDataSource("rating") Pool pool) {
        this.pool = pool;
    }

    @Override
    public List<ReconciliationCheck> light(Instant now) {
        return checks(ReconciliationSql.LIGHT, Tuple.of(Columns.utc(now)));
    }

    @Override
    public List<ReconciliationCheck> deep(Instant now) {
        return checks(ReconciliationSql.DEEP, Tuple.of(Columns.utc(now)));
    }

    @Override
    public void keep(List<ReconciliationCheck> checks) {
        String[] names =
                checks.stream().map(ReconciliationCheck::name).distinct().toArray(String[]::new);
        PgSession.transaction(pool, session -> {
            session.rows(ReconciliationSql.FORGET, Tuple.of(names));
            return session.rows(ReconciliationSql.KEEP, ReconciliationSql.columns(checks));
        });
    }

    @Override
    public List<ReconciliationCheck> kept() {
        return checks(ReconciliationSql.KEPT, Tuple.tuple());
    }

    @Override
    public Optional<ToVerify> toVerify() {
        for (Row row :
                Await.result(pool.preparedQuery(ReconciliationSql.TO_VERIFY).execute())) {
            return Optional.of(new ToVerify(row.getString(0), row.getLocalDate(1), row.getLocalDate(2)));
        }
        return Optional.empty();
    }

    @Override
    public void verified(String closeId, Instant at) {
        Await.result(pool.preparedQuery(ReconciliationSql.VERIFIED).execute(Tuple.of(closeId, Columns.utc(at))));
    }

    private List<ReconciliationCheck> checks(String sql, Tuple parameters) {
        List<ReconciliationCheck> found = new ArrayList<>();
        Await.result(pool.preparedQuery(sql).execute(parameters))
                .forEach(row -> found.add(ReconciliationSql.check(row)));
        return found;
    }
}
