package io.tallystick.rating.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.rating.app.SubscriptionStore.StoredSubscription;
import io.tallystick.rating.config.pricebook.PriceBookCodec;
import io.tallystick.rating.config.pricebook.SubscriptionCodec;
import io.tallystick.rating.store.PgBackfillStore;
import io.tallystick.rating.store.PgCatalogStore;
import io.tallystick.rating.store.PgCorrectionStore;
import io.tallystick.rating.store.PgRatingStore;
import io.tallystick.rating.store.PgReconciliationStore;
import io.tallystick.rating.store.PgReplayStore;
import io.tallystick.rating.store.PgSubscriptionStore;
import io.tallystick.rating.store.PgUsageQueries;
import io.tallystick.rating.store.PgVerificationStore;
import io.tallystick.schemas.control.ControlRecord;
import io.tallystick.schemas.control.ControlRecord.PeriodsDue;
import io.tallystick.schemas.control.ControlRecord.SealRequested;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.usage.Amendment;
import io.vertx.mutiny.sqlclient.Pool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A rating engine over a real PostgreSQL whose log is a list: a test decides which records an owner gets, and in what pieces. There is
 * one partition, and every customer belongs to it.
 */
final class World implements AutoCloseable {
    static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");
    static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");
    static final int PARTITION = 0;

    private final WorldDatabase database = WorldDatabase.fresh();
    private final List<LogRecord> log = new ArrayList<>();
    private final RatingStore store;
    private final Catalog catalog;
    private final Subscriptions subscriptions;
    private final UsageQueries queries;
    private final Corrections corrections;
    private final ParkedSubscriptions parked;
    private final Replays replays;
    private final EventStories stories;
    private final Explanations explanations;
    private final Backfills backfills;
    private int facts;
    private Instant now = Instant.parse("2026-11-15T12:00:00Z");

    World() {
        Pool pool = database.pool();
        SubscriptionCodec language = new SubscriptionCodec();
        PriceBookCodec prices = new PriceBookCodec();
        store = new PgRatingStore(pool, language);
        PgCatalogStore catalogStore = new PgCatalogStore(pool);
        PgSubscriptionStore subscriptionStore = new PgSubscriptionStore(pool, language);
        ControlLog control = new ListedControl();
        PgCorrectionStore correctionStore = new PgCorrectionStore(pool);
        PgReplayStore replayStore = new PgReplayStore(pool);
        PgBackfillStore backfillStore = new PgBackfillStore(pool);
        Announcer announcer = new Announcer(
                catalogStore,
                subscriptionStore,
                correctionStore,
                replayStore,
                backfillStore,
                prices,
                control,
                new SilentMonitor());
        InstantSource clock = () -> now;
        catalog = new Catalog(catalogStore, prices, announcer, clock);
        queries = new PgUsageQueries(pool);
        corrections = new Corrections(
                correctionStore, new Preview(store, catalog, control), queries, catalog, announcer, clock);
        parked = new ParkedSubscriptions(correctionStore, control);
        replays = new Replays(replayStore, announcer, control, clock);
        explanations = new Explanations(queries, store, catalog, correctionStore);
        stories = new EventStories(queries, correctionStore, backfillStore, explanations);
        backfills = new Backfills(backfillStore, new Preview(store, catalog, control), announcer, control, clock);
        subscriptions = new Subscriptions(subscriptionStore, catalog, language, announcer, control, clock);
    }

    /** A world with the price book of these tests and a customer {@code acme} on its plan since the start of November. */
    static World withAcme() {
        World world = new World();
        world.load("/price-books/pipeline.yaml");
        world.subscribe("acme");
        return world;
    }

    void load(String resource) {
        try (InputStream book = World.class.getResourceAsStream(resource)) {
            Catalog.Report report = catalog.load(new String(book.readAllBytes(), StandardCharsets.UTF_8), false);
            if (!report.findings().isEmpty()) {
                throw new IllegalStateException(report.findings().toString());
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    void subscribe(String customer) {
        begin("""
                {"id":"sub-%s","customerId":"%s","plan":{"key":"developer"},"start":"2026-11-01T00:00:00Z"}""".formatted(customer, customer));
    }

    StoredSubscription begin(String body) {
        return subscriptions.begin(body, "none", Optional.empty()).subscription();
    }

    void change(String id, String body) {
        subscriptions.change(id, body, Optional.empty());
    }

    /** A correction of an event of the source of these tests. */
    Corrections.Asked asked(Correction.Kind kind, String customer, String id, String replacement) {
        return new Corrections.Asked(
                new UUID(7, ++facts).toString(),
                kind,
                new Identity(customer, "test", id),
                "it was a test",
                "key-1",
                Optional.ofNullable(replacement).map(World::json).map(Amendment::new));
    }

    Correction voids(String customer, String id) {
        return corrections.correct(asked(Correction.Kind.VOID, customer, id, null), Optional.empty());
    }

    Correction amends(String customer, String id, String replacement) {
        return corrections.correct(asked(Correction.Kind.AMEND, customer, id, replacement), Optional.empty());
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    Corrections corrections() {
        return corrections;
    }

    ParkedSubscriptions parked() {
        return parked;
    }

    Replays replays() {
        return replays;
    }

    Replay replay(String code) {
        return replays.replay(
                new UUID(8, ++facts).toString(),
                Optional.ofNullable(code),
                Optional.empty(),
                Optional.empty(),
                "key-1");
    }

    Explanations explanations() {
        return explanations;
    }

    Backfills backfills() {
        return backfills;
    }

    /** Opens a backfill for all customers. */
    Backfill backfill(String name) {
        return backfills.open(new Backfills.Asked(
                new UUID(9, ++facts).toString(), name, "a region was silent", Optional.empty(), "key-1"));
    }

    /** Another look at one event of the source of these tests. */
    Replay replayOne(String customer, String id) {
        return replays.replay(
                new UUID(8, ++facts).toString(),
                Optional.empty(),
                Optional.of(customer),
                Optional.of(new Identity(customer, "test", id)),
                "key-1");
    }

    /** The reconciliation over these tables. */
    Reconciliation reconciliation() {
        return new Reconciliation(new PgReconciliationStore(pool()), _ -> {}, new ListedControl(), () -> now);
    }

    EventStories stories() {
        return stories;
    }

    UsageQueries queries() {
        return queries;
    }

    /** Changes the database behind the engine's back. */
    void sql(String statement) {
        database.sql(statement);
    }

    /** Takes an event out of its block, as a defect of the disk or of a person would. */
    void loseEvent(String id) {
        sql("""
                UPDATE event_block AS b
                   SET event_id = event_id[:at - 1] || event_id[at + 1:], data = data[:at - 1] || data[at + 1:],
                       occurred_at = occurred_at[:at - 1] || occurred_at[at + 1:],
                       received_at = received_at[:at - 1] || received_at[at + 1:],
                       log_offset = log_offset[:at - 1] || log_offset[at + 1:]
                  FROM (SELECT customer_id AS customer, day AS on_day, unit AS in_unit, part AS in_part,
                               array_position(event_id, '%s') AS at FROM event_block) AS p
                 WHERE at IS NOT NULL AND (customer_id, day, unit, part) = (customer, on_day, in_unit, in_part)""".formatted(id));
    }

    Catalog catalog() {
        return catalog;
    }

    /** The database behind it, which can be broken. */
    WorldDatabase database() {
        return database;
    }

    /** The database, for stores that this world does not make. */
    Pool pool() {
        return database.pool();
    }

    RatingStore store() {
        return store;
    }

    void setNow(Instant instant) {
        now = instant;
    }

    Instant now() {
        return now;
    }

    /** Appends a tool call. */
    World call(String customer, String id, String time) {
        return event(customer, "io.tallystick.mcp.tool-call.v1", id, time, "{\"outcome\":\"ok\",\"model\":\"m1\"}");
    }

    World event(String customer, String type, String id, String time, String data) {
        return raw(customer, """
                {"specversion":"1.0","id":"%s","source":"test","type":"%s","subject":"%s","time":"%s","data":%s}""".formatted(id, type, customer, time, data));
    }

    World raw(String key, String event) {
        log.add(new LogRecord.Usage(log.size(), now, key, event.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    World seal(String closeId, Instant cutoff) {
        return control(new SealRequested(closeId, cutoff));
    }

    World due(Instant asOf) {
        return control(new PeriodsDue(asOf));
    }

    World control(ControlRecord command) {
        log.add(new LogRecord.Control(log.size(), now, command));
        return this;
    }

    List<LogRecord> log() {
        return log;
    }

    /** Replaces the usage records of the log by others, in another order; control records stay where they are. */
    void reorder(List<LogRecord.Usage> usage) {
        int next = 0;
        for (int i = 0; i < log.size(); i++) {
            if (log.get(i) instanceof LogRecord.Usage) {
                LogRecord.Usage record = usage.get(next++);
                log.set(i, new LogRecord.Usage(i, record.receivedAt(), record.key(), record.event()));
            }
        }
    }

    /** A new owner of the partition, which knows only what the database holds. */
    WorldOwner owner() {
        return owner(log);
    }

    /** One that reads on in another log. */
    WorldOwner owner(List<LogRecord> other) {
        return new WorldOwner(other, store, catalog);
    }

    /** Lets an owner do everything that stands in the log. */
    Committed run() {
        return owner().run(Integer.MAX_VALUE);
    }

    Position position() {
        return store.position(PARTITION).orElseThrow();
    }

    /** All lines by id, as the database holds them. */
    Map<String, RatedLine> lines() {
        Map<String, RatedLine> lines = new TreeMap<>();
        List<PublishedLine> some = store.linesChangedSince(PARTITION, -1, Optional.empty());
        while (!some.isEmpty()) {
            some.forEach(line -> lines.put(line.line().id(), line.line()));
            some = store.linesChangedSince(PARTITION, -1, Optional.of(some.getLast()));
        }
        return lines;
    }

    /** The content digests of all lines by id: what must be the same whatever the order and the batches were. */
    Map<String, String> digests() {
        Map<String, String> digests = new TreeMap<>();
        lines().forEach((id, line) -> digests.put(id, line.digest().toString()));
        return digests;
    }

    /** The line of a charge of a customer in the period that begins at {@code start}. */
    RatedLine line(String customer, String charge, Instant start) {
        return lines().values().stream()
                .filter(line -> line.customerId().equals(customer)
                        && line.chargeKey().equals(charge)
                        && line.adjusts() == null
                        && line.servicePeriodStart().equals(start))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line " + charge + " of " + customer + " from " + start));
    }

    List<RatedLine> adjustments() {
        return lines().values().stream().filter(line -> line.adjusts() != null).toList();
    }

    /** Rows of a table, for what no port answers. */
    long count(String table) {
        return database.count(table);
    }

    /** What stands in the tables, for the second computation. */
    PgVerificationStore verificationStore() {
        return new PgVerificationStore(pool());
    }

    @Override
    public void close() {
        database.close();
    }

    /** Announcements become records of the list. */
    private final class ListedControl implements ControlLog {
        @Override
        public void meter(Meter meter) {
            // nobody follows the meters here
        }

        @Override
        public void appendToAll(ControlRecord record) {
            control(record);
        }

        @Override
        public void append(String customerId, ControlRecord record) {
            control(record);
        }

        @Override
        public int partitions() {
            return 1;
        }
    }
}
