package io.tallystick.rating.store;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.tallystick.rating.app.Position;
import io.tallystick.rating.app.PublishedLine;
import io.tallystick.rating.app.RatingStore;
import io.tallystick.rating.app.RatingTransaction;
import io.tallystick.rating.app.Rejection;
import io.tallystick.rating.app.SubscriptionLanguage;
import io.tallystick.schemas.crash.CrashPoint;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.rated.Sealed;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Positions, events, aggregates and lines in PostgreSQL. */
@Singleton
public final class PgRatingStore implements RatingStore {
    private static final int LINES = 1_000;
    private static final String PUBLISHED = "SELECT next_offset FROM publication WHERE partition = $1";
    private static final String SAVE_PUBLISHED = """
            INSERT INTO publication (partition, next_offset)
            SELECT * FROM UNNEST($1::int[], $2::bigint[])
            ON CONFLICT (partition) DO UPDATE
               SET next_offset = GREATEST(publication.next_offset, EXCLUDED.next_offset)""";

    private final Pool pool;
    private final SubscriptionLanguage language;

    /** In the database behind {@code pool}. */
    @Inject
    public PgRatingStore(@ReactiveDataSource("rating") Pool pool, SubscriptionLanguage language) {
        this.pool = pool;
        this.language = language;
    }

    @Override
    public <T> T transaction(Function<RatingTransaction, T> work) {
        return PgSession.unit(pool, session -> work.apply(new PgTransaction(session, language)));
    }

    @Override
    public <T> T snapshot(Function<RatingTransaction, T> work) {
        return PgSession.reading(pool, session -> {
            session.rows("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            return work.apply(new PgTransaction(session, language));
        });
    }

    @Override
    public Optional<Position> position(int partition) {
        for (Row row : rows(PositionSql.READ, Tuple.of(partition))) {
            return Optional.of(PositionSql.read(row));
        }
        return Optional.empty();
    }

    @Override
    public List<Position> positions() {
        List<Position> positions = new ArrayList<>();
        rows(PositionSql.READ_ALL, Tuple.tuple()).forEach(row -> positions.add(PositionSql.read(row)));
        return positions;
    }

    @Override
    public long publishedUpTo(int partition) {
        for (Row row : rows(PUBLISHED, Tuple.of(partition))) {
            return row.getLong(0);
        }
        return 0;
    }

    @Override
    public void savePublished(Map<Integer, Long> nextOffsets) {
        CrashPoint.RATING_MARK_BEFORE_COMMIT.here();
        rows(
                SAVE_PUBLISHED,
                new Columns<>(nextOffsets.entrySet())
                        .small(Map.Entry::getKey)
                        .number(Map.Entry::getValue)
                        .tuple());
        CrashPoint.RATING_MARK_AFTER_COMMIT.here();
    }

    @Override
    public List<PublishedLine> linesChangedSince(int partition, long offset, Optional<PublishedLine> after) {
        Instant billableAt = after.map(line -> line.line().billableAt()).orElse(Instant.EPOCH);
        String customer = after.map(line -> line.line().customerId()).orElse("");
        Hash128 id = after.map(line -> Hash128.parse(line.line().id())).orElse(new Hash128(0, 0));
        List<PublishedLine> lines = new ArrayList<>();
        Tuple place = Tuple.from(
                new Object[] {partition, offset, Columns.utc(billableAt), customer, Columns.uuid(id), LINES});
        for (Row row : rows(PeriodSql.CHANGED_SINCE, place)) {
            String content = row.getString(0);
            lines.add(new PublishedLine(PeriodSql.readLine(content), content.getBytes(StandardCharsets.UTF_8)));
        }
        return lines;
    }

    @Override
    public List<Rejection> rejectionsSince(int partition, long offset) {
        List<Rejection> rejections = new ArrayList<>();
        rows(EventSql.REJECTIONS_SINCE, Tuple.of(partition, offset))
                .forEach(row -> rejections.add(EventSql.rejection(row)));
        return rejections;
    }

    @Override
    public List<Sealed> sealsSince(int partition, long offset) {
        List<Sealed> seals = new ArrayList<>();
        rows(SealSql.SINCE, Tuple.of(partition, offset)).forEach(row -> seals.add(SealSql.read(row)));
        return seals;
    }

    private RowSet<Row> rows(String sql, Tuple parameters) {
        return Await.result(pool.preparedQuery(sql).execute(parameters));
    }
}
