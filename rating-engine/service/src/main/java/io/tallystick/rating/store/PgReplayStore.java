package io.tallystick.rating.store;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.tallystick.rating.app.Identity;
import io.tallystick.rating.app.Replay;
import io.tallystick.rating.app.ReplayStore;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Replays in PostgreSQL. */
@Singleton
public final class PgReplayStore implements ReplayStore {
    private final Pool pool;

    /** In the database behind {@code pool}. */
    @Inject
    public PgReplayStore(@ReactiveDataSource("rating") Pool pool) {
        this.pool = pool;
    }

    @Override
    public void add(Replay replay) {
        rows(
                ReplaySql.ADD,
                Function.identity(),
                UUID.fromString(replay.id()),
                replay.code().orElse(null),
                replay.customerId().orElse(null),
                replay.author(),
                Columns.utc(replay.requestedAt()),
                replay.partitions(),
                replay.event().map(Identity::source).orElse(null),
                replay.event().map(Identity::id).orElse(null));
    }

    @Override
    public Optional<Replay> replay(String id) {
        return rows(ReplaySql.FIND, ReplaySql::replay, UUID.fromString(id)).stream()
                .findFirst();
    }

    @Override
    public List<String> unannounced(int limit) {
        return rows(ReplaySql.UNANNOUNCED, row -> row.getUUID(0).toString(), limit);
    }

    @Override
    public void announced(String id) {
        rows(ReplaySql.ANNOUNCED, Function.identity(), UUID.fromString(id));
    }

    @Override
    public List<Stuck> stuck(Optional<String> customerId) {
        return rows(ReplaySql.STUCK, ReplaySql::stuck, customerId.orElse(null));
    }

    private <T> List<T> rows(String sql, Function<Row, T> read, Object... parameters) {
        List<T> found = new ArrayList<>();
        Await.result(pool.preparedQuery(sql).execute(Tuple.from(parameters)))
                .forEach(row -> found.add(read.apply(row)));
        return found;
    }
}
