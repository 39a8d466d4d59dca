package io.tallystick.rating.store;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.tallystick.rating.app.SubscriptionLanguage;
import io.tallystick.rating.app.SubscriptionStore;
import io.tallystick.rating.model.Subscription;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Subscriptions in PostgreSQL. */
@Singleton
public final class PgSubscriptionStore implements SubscriptionStore {
    static final String COLUMNS = "SELECT definition::text, version, announced, created_at, updated_at";
    private static final String FIND = COLUMNS + " FROM subscription WHERE id = $1";
    private static final String LIST_OF_CUSTOMER =
            COLUMNS + " FROM subscription WHERE customer_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    private static final String LIST = COLUMNS + " FROM subscription WHERE id > $1 ORDER BY id LIMIT $2";
    private static final String UNANNOUNCED = COLUMNS + " FROM subscription WHERE NOT announced ORDER BY id LIMIT $1";
    private static final String ANNOUNCED = "UPDATE subscription SET announced = true WHERE id = $1 AND version = $2";
    private static final String LOCK = FIND + " FOR UPDATE";
    private static final String ADD = """
            INSERT INTO subscription (id, customer_id, log_partition, definition, created_at, updated_at)
            VALUES ($1, $2, $3, $4::text::jsonb, $5, $5) ON CONFLICT (id) DO NOTHING""";
    private static final String SAVE = """
            UPDATE subscription SET definition = $2::text::jsonb, version = $3, announced = false, updated_at = $4
             WHERE id = $1""";
    private final Pool pool;
    private final SubscriptionLanguage language;

    /** In the database behind {@code pool}. */
    @Inject
    public PgSubscriptionStore(@ReactiveDataSource("rating") Pool pool, SubscriptionLanguage language) {
        this.pool = pool;
        this.language = language;
    }

    @Override
    public Optional<StoredSubscription> find(String id) {
        return read(FIND, Tuple.of(Text.storable(id))).stream().findFirst();
    }

    @Override
    public List<StoredSubscription> list(Optional<String> customerId, String after, int limit) {
        return customerId.isPresent()
                ? read(LIST_OF_CUSTOMER, Tuple.of(customerId.get(), after, limit))
                : read(LIST, Tuple.of(after, limit));
    }

    @Override
    public List<StoredSubscription> unannounced(int limit) {
        return read(UNANNOUNCED, Tuple.of(limit));
    }

    @Override
    public void announced(String id, long version) {
        Await.result(pool.preparedQuery(ANNOUNCED).execute(Tuple.of(id, version)));
    }

    @Override
    public <T> T command(Function<Editor, T> work) {
        return PgSession.transaction(pool, session -> work.apply(new PgEditor(session)));
    }

    private List<StoredSubscription> read(String sql, Tuple parameters) {
        List<StoredSubscription> found = new ArrayList<>();
        Await.result(pool.preparedQuery(sql).execute(parameters)).forEach(row -> found.add(stored(row)));
        return found;
    }

    private StoredSubscription stored(Row row) {
        return stored(row, language);
    }

    static StoredSubscription stored(Row row, SubscriptionLanguage language) {
        return new StoredSubscription(
                language.readSubscription(row.getString(0)),
                row.getLong(1),
                row.getBoolean(2),
                row.getOffsetDateTime(3).toInstant(),
                row.getOffsetDateTime(4).toInstant());
    }

    static void save(
            PgSession session, SubscriptionLanguage language, Subscription subscription, long version, Instant now) {
        session.rows(SAVE, subscription.id(), language.write(subscription), version, Columns.utc(now));
    }

    private final class PgEditor implements Editor {
        private final PgSession session;

        PgEditor(PgSession session) {
            this.session = session;
        }

        @Override
        public Optional<StoredSubscription> lock(String id) {
            for (Row row : session.rows(LOCK, Text.storable(id))) {
                return Optional.of(stored(row));
            }
            return Optional.empty();
        }

        @Override
        public boolean add(Subscription subscription, int partition, Instant now) {
            return session.rows(
                                    ADD,
                                    subscription.id(),
                                    subscription.customerId(),
                                    partition,
                                    language.write(subscription),
                                    Columns.utc(now))
                            .rowCount()
                    == 1;
        }

        @Override
        public void save(Subscription subscription, long version, Instant now) {
            PgSubscriptionStore.save(session, language, subscription, version, now);
        }

        @Override
        public Optional<Answered> answered(CommandKey key, Instant now) {
            return PgCommands.answered(session, key, now);
        }

        @Override
        public void answer(CommandKey key, String answer) {
            PgCommands.answer(session, key, answer);
        }

        @Override
        public long shareCatalogue() {
            return PgCatalogStore.share(session);
        }
    }
}
