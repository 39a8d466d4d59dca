package io.tallystick.rating.store;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.tallystick.rating.app.MigrationLanguage;
import io.tallystick.rating.app.MigrationStore;
import io.tallystick.rating.app.PlanMigration;
import io.tallystick.rating.app.PlanMigration.Order;
import io.tallystick.rating.app.PlanMigration.Progress;
import io.tallystick.rating.app.PlanMigration.State;
import io.tallystick.rating.app.SubscriptionLanguage;
import io.tallystick.rating.app.SubscriptionStore.StoredSubscription;
import io.tallystick.rating.model.PlanRef;
import io.tallystick.rating.model.Subscription;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Migrations of subscribers in PostgreSQL. */
@Singleton
public final class PgMigrationStore implements MigrationStore {
    private static final String COLUMNS = """
            SELECT id, ordered::text, state, after_id, looked_at, moved, refused, created_by, created_at, updated_at
              FROM plan_migration
            """;
    private static final String FIND = COLUMNS + "WHERE id = $1";
    private static final String LOCK = FIND + " FOR UPDATE";
    private static final String LIST = COLUMNS + "WHERE id > $1 ORDER BY id LIMIT $2";
    private static final String CLAIM = COLUMNS + "WHERE state = 'running' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED";
    private static final String ADD = """
            INSERT INTO plan_migration (id, ordered, state, created_by, created_at, updated_at)
            VALUES ($1, $2::text::jsonb, 'running', $3, $4, $4)""";
    private static final String SAVE = """
            UPDATE plan_migration SET state = $2, after_id = $3, looked_at = $4, moved = $5, refused = $6, updated_at = $7
             WHERE id = $1""";
    private static final String ADD_ITEMS = """
            INSERT INTO plan_migration_item (migration_id, subscription_id, customer_id, state, plan_key, plan_version,
                                             effective_at, code, detail)
            SELECT $1::text, * FROM UNNEST($2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::timestamptz[],
                                           $8::text[], $9::text[])""";
    private static final String ITEMS = """
            SELECT subscription_id, customer_id, plan_key, plan_version, effective_at, code, detail
              FROM plan_migration_item
             WHERE migration_id = $1 AND subscription_id > $2 AND (NOT $3 OR state = 'refused')
             ORDER BY subscription_id LIMIT $4""";
    private static final String CANDIDATES = PgSubscriptionStore.COLUMNS
            + " FROM subscription WHERE id > $1 AND ($2::text[] IS NULL OR customer_id = ANY($2)) ORDER BY id LIMIT $3";
    private static final String LOCK_CANDIDATES = CANDIDATES + " FOR UPDATE";

    private final Pool pool;
    private final MigrationLanguage language;
    private final SubscriptionLanguage subscriptions;

    /** In the database behind {@code pool}. */
    @Inject
    public PgMigrationStore(
            @ReactiveDataSource("rating") Pool pool, MigrationLanguage language, SubscriptionLanguage subscriptions) {
        this.pool = pool;
        this.language = language;
        this.subscriptions = subscriptions;
    }

    @Override
    public Optional<PlanMigration> find(String id) {
        return migrations(rows(FIND, Text.storable(id))).stream().findFirst();
    }

    @Override
    public List<PlanMigration> list(String after, int limit) {
        return migrations(rows(LIST, Text.storable(after), limit));
    }

    @Override
    public List<Item> items(String id, boolean refusedOnly, String after, int limit) {
        List<Item> items = new ArrayList<>();
        for (Row row : rows(ITEMS, id, Text.storable(after), refusedOnly, limit)) {
            items.add(new Item(
                    row.getString(0),
                    row.getString(1),
                    new PlanRef(row.getString(2), row.getInteger(3)),
                    Optional.ofNullable(row.getOffsetDateTime(4)).map(time -> time.toInstant()),
                    Optional.ofNullable(row.getString(5)),
                    Optional.ofNullable(row.getString(6))));
        }
        return items;
    }

    @Override
    public List<StoredSubscription> candidates(Order order, String after, int limit) {
        return subscriptions(rows(CANDIDATES, after, customers(order), limit));
    }

    @Override
    public <T> T change(Function<Editor, T> work) {
        return PgSession.transaction(pool, session -> work.apply(new PgEditor(session)));
    }

    private RowSet<Row> rows(String sql, Object... parameters) {
        return Await.result(pool.preparedQuery(sql).execute(Tuple.from(parameters)));
    }

    private static String[] customers(Order order) {
        return order.customers().isEmpty() ? null : order.customers().toArray(String[]::new);
    }

    private List<StoredSubscription> subscriptions(RowSet<Row> rows) {
        List<StoredSubscription> found = new ArrayList<>();
        rows.forEach(row -> found.add(PgSubscriptionStore.stored(row, subscriptions)));
        return found;
    }

    private List<PlanMigration> migrations(RowSet<Row> rows) {
        List<PlanMigration> found = new ArrayList<>();
        for (Row row : rows) {
            found.add(new PlanMigration(
                    row.getString(0),
                    language.readOrder(row.getString(1), Instant.EPOCH, _ -> Optional.empty()),
                    State.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                    row.getString(3),
                    new Progress(row.getLong(4), row.getLong(5), row.getLong(6)),
                    row.getString(7),
                    row.getOffsetDateTime(8).toInstant(),
                    row.getOffsetDateTime(9).toInstant()));
        }
        return found;
    }

    private final class PgEditor implements Editor {
        private final PgSession session;

        PgEditor(PgSession session) {
            this.session = session;
        }

        @Override
        public long shareCatalogue() {
            return PgCatalogStore.share(session);
        }

        @Override
        public void add(PlanMigration migration) {
            session.rows(
                    ADD,
                    migration.id(),
                    language.write(migration.order()),
                    migration.createdBy(),
                    Columns.utc(migration.createdAt()));
        }

        @Override
        public Optional<PlanMigration> claim() {
            return migrations(session.rows(CLAIM)).stream().findFirst();
        }

        @Override
        public Optional<PlanMigration> lock(String id) {
            return migrations(session.rows(LOCK, Text.storable(id))).stream().findFirst();
        }

        @Override
        public List<StoredSubscription> lockCandidates(Order order, String after, int limit) {
            return subscriptions(session.rows(LOCK_CANDIDATES, after, customers(order), limit));
        }

        @Override
        public void save(Subscription subscription, long version, Instant now) {
            PgSubscriptionStore.save(session, subscriptions, subscription, version, now);
        }

        @Override
        public void addItems(String id, List<Item> items) {
            session.write(
                    ADD_ITEMS,
                    new Columns<>(items)
                            .all(id)
                            .text(Item::subscriptionId)
                            .text(Item::customerId)
                            .text(item -> item.code().isPresent() ? "refused" : "moved")
                            .text(item -> item.from().key())
                            .small(item -> item.from().version())
                            .time(item -> item.effectiveAt().orElse(null))
                            .text(item -> item.code().orElse(null))
                            .text(item -> item.detail().orElse(null))
                            .tuple());
        }

        @Override
        public void save(PlanMigration migration) {
            session.rows(
                    SAVE,
                    migration.id(),
                    migration.state().name().toLowerCase(Locale.ROOT),
                    migration.after(),
                    migration.progress().lookedAt(),
                    migration.progress().moved(),
                    migration.progress().refused(),
                    Columns.utc(migration.updatedAt()));
        }

        @Override
        public Optional<Answered> answered(CommandKey key, Instant now) {
            return PgCommands.answered(session, key, now);
        }

        @Override
        public void answer(CommandKey key, String answer) {
            PgCommands.answer(session, key, answer);
        }
    }
}
