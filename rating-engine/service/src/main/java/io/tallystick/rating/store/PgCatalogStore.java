package io.tallystick.rating.store;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.tallystick.rating.app.CatalogStore;
import io.tallystick.schemas.id.Hash128;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Meters and plan versions in PostgreSQL. */
@Singleton
public final class PgCatalogStore implements CatalogStore {
    /** Commands that depend on what is on sale hold off changes until they are done. */
    private static final String SHARE = "SELECT version FROM catalog FOR SHARE";

    private static final String VERSION = "SELECT version FROM catalog";
    private static final String LOCK = "SELECT version FROM catalog FOR UPDATE";
    private static final String GROW = "UPDATE catalog SET version = version + 1";
    private static final String METERS = "SELECT key, definition::text, updated_at FROM meter ORDER BY key";
    private static final String PLANS = """
            SELECT plan_key, version, state, definition::text, content_hash, published_at, archived_at
              FROM plan_version ORDER BY plan_key, version""";
    private static final String SAVE_METER = """
            INSERT INTO meter (key, definition, created_at, updated_at) VALUES ($1, $2::text::jsonb, $3, $3)
            ON CONFLICT (key) DO UPDATE
               SET definition = EXCLUDED.definition, updated_at = EXCLUDED.updated_at, announced = false""";
    private static final String PUBLISH = """
            INSERT INTO plan_version (plan_key, version, state, definition, content_hash, published_at)
            VALUES ($1, $2, $3, $4::text::jsonb, $5, $6)""";
    private static final String UNANNOUNCED =
            "SELECT key, definition::text, updated_at FROM meter WHERE NOT announced ORDER BY key LIMIT $1";
    private static final String ANNOUNCED =
            "UPDATE meter SET announced = true WHERE key = $1 AND updated_at = $2 AND NOT announced";

    private static final String ARCHIVE =
            "UPDATE plan_version SET state = 'archived', archived_at = $3 WHERE plan_key = $1 AND version = $2";
    private static final String DRAFT =
            "SELECT plan_key, definition::text, edit, created_at, updated_at FROM plan_draft WHERE plan_key = $1";
    private static final String DRAFTS = "SELECT plan_key FROM plan_draft ORDER BY plan_key";
    private static final String SAVE_DRAFT = """
            INSERT INTO plan_draft (plan_key, definition, edit, created_at, updated_at)
            VALUES ($1, $2::text::jsonb, nextval('plan_draft_edit'), $3, $3)
            ON CONFLICT (plan_key) DO UPDATE
               SET definition = EXCLUDED.definition, edit = EXCLUDED.edit, updated_at = EXCLUDED.updated_at
            RETURNING plan_key, definition::text, edit, created_at, updated_at""";
    private static final String REMOVE_DRAFT = "DELETE FROM plan_draft WHERE plan_key = $1";

    private final Pool pool;

    /** In the database behind {@code pool}. */
    @Inject
    public PgCatalogStore(@ReactiveDataSource("rating") Pool pool) {
        this.pool = pool;
    }

    @Override
    public long version() {
        return Await.result(pool.query(VERSION).execute()).iterator().next().getLong(0);
    }

    @Override
    public StoredCatalog read() {
        return PgSession.reading(pool, PgCatalogStore::read);
    }

    @Override
    public <T> T change(Function<Editor, T> work) {
        return PgSession.transaction(pool, session -> {
            session.rows(LOCK);
            return work.apply(new PgEditor(session));
        });
    }

    @Override
    public List<StoredMeter> unannounced(int limit) {
        List<StoredMeter> meters = new ArrayList<>();
        Await.result(pool.preparedQuery(UNANNOUNCED).execute(Tuple.of(limit))).forEach(row -> meters.add(meter(row)));
        return meters;
    }

    @Override
    public void announced(StoredMeter meter) {
        Await.result(pool.preparedQuery(ANNOUNCED).execute(Tuple.of(meter.key(), Columns.utc(meter.updatedAt()))));
    }

    @Override
    public Optional<StoredDraft> draft(String key) {
        for (Row row : Await.result(pool.preparedQuery(DRAFT).execute(Tuple.of(Text.storable(key))))) {
            return Optional.of(draft(row));
        }
        return Optional.empty();
    }

    @Override
    public List<String> drafts() {
        List<String> keys = new ArrayList<>();
        Await.result(pool.query(DRAFTS).execute()).forEach(row -> keys.add(row.getString(0)));
        return keys;
    }

    /** The version is read first: a change that comes in between is read with it, and once more under its own version. */
    private static StoredCatalog read(PgSession session) {
        long version = session.rows(VERSION).iterator().next().getLong(0);
        List<StoredMeter> meters = new ArrayList<>();
        session.rows(METERS).forEach(row -> meters.add(meter(row)));
        List<StoredPlan> plans = new ArrayList<>();
        session.rows(PLANS).forEach(row -> plans.add(plan(row)));
        return new StoredCatalog(version, meters, plans);
    }

    /** The version of the catalogue, which nobody changes until the transaction ends. */
    static long share(PgSession session) {
        return session.rows(SHARE).iterator().next().getLong(0);
    }

    private static StoredMeter meter(Row row) {
        return new StoredMeter(
                row.getString(0), row.getString(1), row.getOffsetDateTime(2).toInstant());
    }

    private static StoredPlan plan(Row row) {
        return new StoredPlan(
                row.getString(0),
                row.getInteger(1),
                row.getString(2),
                row.getString(3),
                Columns.hash(row.getUUID(4)).toString(),
                instant(row, 5),
                instant(row, 6));
    }

    private static Instant instant(Row row, int column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private static StoredDraft draft(Row row) {
        return new StoredDraft(row.getString(0), row.getString(1), row.getLong(2), instant(row, 3), instant(row, 4));
    }

    /** One change; every write of it makes the catalogue one version newer. */
    private record PgEditor(PgSession session) implements Editor {
        @Override
        public StoredCatalog read() {
            return PgCatalogStore.read(session);
        }

        @Override
        public void save(String key, String definition, Instant now) {
            session.rows(SAVE_METER, key, definition, Columns.utc(now));
            session.rows(GROW);
        }

        @Override
        public void publish(StoredPlan plan) {
            session.rows(
                    PUBLISH,
                    plan.key(),
                    plan.version(),
                    plan.state(),
                    plan.definition(),
                    Columns.uuid(Hash128.parse(plan.contentHash())),
                    Columns.utc(plan.publishedAt()));
            session.rows(GROW);
        }

        @Override
        public void archive(String key, int version, Instant now) {
            session.rows(ARCHIVE, key, version, Columns.utc(now));
            session.rows(GROW);
        }

        @Override
        public Optional<StoredDraft> draft(String key) {
            for (Row row : session.rows(DRAFT, Text.storable(key))) {
                return Optional.of(PgCatalogStore.draft(row));
            }
            return Optional.empty();
        }

        @Override
        public StoredDraft saveDraft(String key, String definition, Instant now) {
            return PgCatalogStore.draft(session.rows(SAVE_DRAFT, key, definition, Columns.utc(now))
                    .iterator()
                    .next());
        }

        @Override
        public void removeDraft(String key) {
            session.rows(REMOVE_DRAFT, key);
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
