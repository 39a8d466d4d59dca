package io.tallystick.rating.store;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.tallystick.rating.app.Commands.CommandKey;
import io.tallystick.rating.app.Correction;
import io.tallystick.rating.app.CorrectionStore;
import io.tallystick.rating.app.Identity;
import io.tallystick.rating.app.Parked;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Corrections and parked subscriptions in PostgreSQL. */
@Singleton
public final class PgCorrectionStore implements CorrectionStore {
    private final Pool pool;

    /** In the database behind {@code pool}. */
    @Inject
    public PgCorrectionStore(@ReactiveDataSource("rating") Pool pool) {
        this.pool = pool;
    }

    @Override
    public boolean add(Correction correction, Optional<CommandKey> key) {
        Tuple row = Tuple.from(new Object[] {
            UUID.fromString(correction.id()),
            correction.kind().name().toLowerCase(Locale.ROOT),
            correction.event().customerId(),
            correction.event().source(),
            correction.event().id(),
            correction.reason(),
            correction.author(),
            Columns.utc(correction.requestedAt()),
            correction.replacement().map(CorrectionSql::text).orElse(null),
            correction.replacement().map(event -> event.id()).orElse(null),
            key.map(CommandKey::scope).orElse(null),
            key.map(CommandKey::key).orElse(null),
            key.map(CommandKey::fingerprint).orElse(null)
        });
        return Await.result(pool.preparedQuery(CorrectionSql.ADD).execute(row)).rowCount() == 1;
    }

    @Override
    public Optional<Commanded> commanded(CommandKey key) {
        return rows(
                        CorrectionSql.OF_COMMAND,
                        row -> new Commanded(CorrectionSql.correction(row), row.getString(12)),
                        key.scope(),
                        key.key())
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Correction> correction(String id) {
        return rows(CorrectionSql.FIND, CorrectionSql::correction, UUID.fromString(id)).stream()
                .findFirst();
    }

    @Override
    public List<Correction> corrections(Optional<String> customerId, String before, int limit) {
        return rows(
                CorrectionSql.LIST, CorrectionSql::correction, UUID.fromString(before), customerId.orElse(null), limit);
    }

    @Override
    public List<Correction> correctionsOf(Identity event) {
        return rows(CorrectionSql.OF_EVENT, CorrectionSql::correction, event.customerId(), event.source(), event.id());
    }

    @Override
    public List<Correction> unannounced(int limit) {
        return rows(CorrectionSql.UNANNOUNCED, CorrectionSql::correction, limit);
    }

    @Override
    public void announced(String id) {
        rows(CorrectionSql.ANNOUNCED, Function.identity(), UUID.fromString(id));
    }

    @Override
    public List<Parked> parked(String after, int limit) {
        return rows(ParkedSql.LIST, ParkedSql::parked, after, limit);
    }

    @Override
    public Optional<Parked> parked(String subscriptionId) {
        return rows(ParkedSql.FIND, ParkedSql::parked, subscriptionId).stream().findFirst();
    }

    @Override
    public long parkedSubscriptions() {
        return rows(ParkedSql.COUNT, row -> row.getLong(0)).getFirst();
    }

    private <T> List<T> rows(String sql, Function<Row, T> read, Object... parameters) {
        List<T> found = new ArrayList<>();
        Await.result(pool.preparedQuery(sql).execute(Tuple.from(parameters)))
                .forEach(row -> found.add(read.apply(row)));
        return found;
    }
}
