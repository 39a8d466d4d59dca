package io.tallystick.rating.store;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.tallystick.rating.app.Backfill;
import io.tallystick.rating.app.Backfill.Decision;
import io.tallystick.rating.app.BackfillStore;
import io.tallystick.rating.app.Identity;
import io.tallystick.rating.app.StagedEvent;
import io.tallystick.rating.app.UsageQueries.Place;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Backfills in PostgreSQL. */
@Singleton
public final class PgBackfillStore implements BackfillStore {
    private final Pool pool;

    /** In the database behind {@code pool}. */
    @Inject
    public PgBackfillStore(@ReactiveDataSource("rating") Pool pool) {
        this.pool = pool;
    }

    @Override
    public boolean add(Backfill backfill) {
        return execute(
                                BackfillSql.ADD,
                                UUID.fromString(backfill.id()),
                                backfill.name(),
                                backfill.reason(),
                                backfill.customerId().orElse(null),
                                backfill.author(),
                                Columns.utc(backfill.openedAt()),
                                backfill.partitions())
                        .rowCount()
                == 1;
    }

    @Override
    public Optional<Backfill> backfill(String idOrName) {
        return rows(BackfillSql.FIND, BackfillSql::counted, idOrName).stream().findFirst();
    }

    @Override
    public List<Backfill> backfills(String before, int limit) {
        return rows(BackfillSql.LIST, BackfillSql::counted, UUID.fromString(before), limit);
    }

    @Override
    public boolean decide(String id, Decision decision) {
        return execute(
                                BackfillSql.DECIDE,
                                UUID.fromString(id),
                                decision.outcome().code(),
                                decision.author(),
                                Columns.utc(decision.at()))
                        .rowCount()
                == 1;
    }

    @Override
    public List<String> unannounced(int limit) {
        return rows(BackfillSql.UNANNOUNCED, row -> row.getUUID(0).toString(), limit);
    }

    @Override
    public void announced(String id) {
        execute(BackfillSql.ANNOUNCED, UUID.fromString(id));
    }

    @Override
    public List<String> customers(String id, String after, int limit) {
        return rows(BackfillSql.ALL_CUSTOMERS, row -> row.getString(0), UUID.fromString(id), after, limit);
    }

    @Override
    public List<StagedEvent> events(String id, Place after, int limit) {
        return rows(
                BackfillSql.EVENTS, BackfillSql::event, UUID.fromString(id), after.partition(), after.offset(), limit);
    }

    @Override
    public List<Staged> staged(Identity identity) {
        List<Staged> found = new ArrayList<>();
        for (Row row : execute(BackfillSql.OF_IDENTITY, identity.customerId(), identity.source(), identity.id())) {
            backfill(row.getUUID(7).toString())
                    .ifPresent(backfill -> found.add(new Staged(backfill, BackfillSql.event(row))));
        }
        return found;
    }

    private <T> List<T> rows(String sql, Function<Row, T> read, Object... parameters) {
        List<T> found = new ArrayList<>();
        execute(sql, parameters).forEach(row -> found.add(read.apply(row)));
        return found;
    }

    private RowSet<Row> execute(String sql, Object... parameters) {
        return Await.result(pool.preparedQuery(sql).execute(Tuple.from(parameters)));
    }
}
