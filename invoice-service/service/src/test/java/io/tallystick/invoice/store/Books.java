package io.tallystick.invoice.store;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.FakeSeals;
import io.tallystick.invoice.app.BillingRules;
import io.tallystick.invoice.app.CloseRunner;
import io.tallystick.invoice.app.CloseStore;
import io.tallystick.invoice.app.Closes;
import io.tallystick.invoice.app.Collector;
import io.tallystick.invoice.app.InvoicePolicy;
import io.tallystick.invoice.app.RatedReader;
import io.tallystick.invoice.app.RatedRecord;
import io.tallystick.invoice.app.UsageLog;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Party;
import io.tallystick.invoice.review.Anomalies;
import io.tallystick.schemas.control.ControlRecord.LinesCollected;
import io.tallystick.schemas.id.Uuid7;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Sealed;
import io.tallystick.testkit.TestDatabase;
import io.tallystick.testkit.TestPair;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;

/** The stores on a real database of their own, without a container around them. */
final class Books implements AutoCloseable {
    static final int PARTITIONS = 4;
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How much still has to be told: the invoices of a batch are one row. */
    static final String UNTOLD = "SELECT sum(1 + COALESCE(last_sequence - next_sequence, 0)) FROM billing.outbox";

    private static final BigDecimal LIMIT = new BigDecimal("250000");
    private static final Party SELLER = new Party(null, "Seller", null, null, null, null, "UTC");

    final FixedLog log = new FixedLog();
    final InstantSource clock = InstantSource.fixed(Instant.parse("2026-12-05T00:00:00Z"));
    final TestDatabase database;
    final Vertx vertx = Vertx.vertx();
    final io.vertx.mutiny.sqlclient.Pool pool;
    final BillingRules rules;
    final PgLineStore lines;
    final PgCloseStore closes;
    final PgInvoiceStore invoices;
    final PgSpendStore spend;
    private final Uuid7 ids = new Uuid7(clock, new Random(7));
    private final boolean own;
    private long offset;

    Books() {
        this(TestPair.shared().freshDatabase(), true);
        migrate(database);
    }

    /** Empty books in a database that somebody else drops. */
    static Books fresh(TestDatabase database) {
        migrate(database);
        return of(database);
    }

    private static void migrate(TestDatabase database) {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), TestDatabase.BILLING, TestDatabase.BILLING)
                .schemas("billing")
                .locations("classpath:db/billing")
                .load()
                .migrate();
    }

    /** The books of another process. */
    static Books of(TestDatabase database) {
        return new Books(database, false);
    }

    private Books(TestDatabase database, boolean own) {
        this.database = database;
        this.own = own;
        PgConnectOptions options = PgConnectOptions.fromUri(database.reactiveUrl())
                .setUser(TestDatabase.BILLING)
                .setPassword(TestDatabase.BILLING)
                // As the service has it.
                .setCachePreparedStatements(true);
        pool = io.vertx.mutiny.sqlclient.Pool.newInstance(PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(8))
                .connectingTo(options)
                .using(vertx)
                .build());
        lines = new PgLineStore(pool);
        rules = new BillingRules(SELLER, 30, Map.of(), "CN", new PgTaxProvider(pool), new TestSigner());
        closes = new PgCloseStore(pool, rules);
        invoices = new PgInvoiceStore(pool, clock);
        spend = new PgSpendStore(pool, new PgCreditDesk(pool, rules, clock, ids), vertx);
    }

    List<RatedRecord.Broken> collect(List<RatedRecord> records) {
        return new Collector(lines, log, clock, () -> {}).collect(records);
    }

    List<RatedRecord.Broken> collect(RatedLine... states) {
        return collect(List.of(states).stream().map(this::record).toList());
    }

    RatedRecord record(RatedLine line) {
        return record("line", 0, Json.bytes(line));
    }

    RatedRecord record(String kind, int partition, byte[] value) {
        return new RatedReader()
                .read(new RatedRecord.Position(partition, offset++), new RatedRecord.Raw(new byte[0], kind, value));
    }

    void seal(FakeSeals seals, Close.Request close) {
        List<RatedRecord> records = new ArrayList<>();
        for (int usage = 0; usage < PARTITIONS; usage++) {
            Sealed sealed = seals.of(close.id(), close.cutoff(), close.previousCutoff(), usage);
            for (int rated = 0; rated < PARTITIONS; rated++) {
                records.add(record("sealed", rated, Json.bytes(sealed)));
            }
        }
        collect(records);
    }

    CloseStore.Start start(Instant cutoff) {
        return start(cutoff, Close.Drive.AUTO, true);
    }

    CloseStore.Start start(Instant cutoff, Close.Drive drive, boolean begin) {
        Close.Request request = new Close.Request(ids.next().toString(), cutoff, null, clock.instant(), "key", drive);
        return closes.start(request, begin, Optional.empty()).await().atMost(PATIENCE);
    }

    CloseRunner runner(int batch, boolean zeroInvoices) {
        return new CloseRunner(
                closes, log, policy(batch, zeroInvoices), new Anomalies((value, trail) -> Optional.empty()), clock);
    }

    static InvoicePolicy policy(int batch, boolean zeroInvoices) {
        return new InvoicePolicy("INV", SELLER, zeroInvoices, batch, LIMIT);
    }

    /** What people do, as the REST interface does it. */
    Closes desk() {
        return new Closes(closes, ids, policy(1, true), clock, () -> {});
    }

    /** Starts a close and brings it to the end. */
    String close(Instant cutoff, FakeSeals seals) {
        String id = review(cutoff, seals);
        if (view(id).openExceptions() > 0) {
            desk().waive(id, List.of(), "known", "key").await().atMost(PATIENCE);
        }
        run();
        return id;
    }

    /** Starts a close and goes on until it waits for somebody. */
    String review(Instant cutoff, FakeSeals seals) {
        start(cutoff);
        Close.Request request = closes.running().orElseThrow().request();
        seal(seals, request);
        run();
        if (view(request.id()).state().equals("sealing")) {
            throw new AssertionError(view(request.id()).differences().toString());
        }
        return request.id();
    }

    /** Takes steps until none is left. */
    void run() {
        CloseRunner runner = runner(1000, true);
        while (runner.step() instanceof CloseRunner.Step.Moved) {
            // The next one.
        }
    }

    io.tallystick.invoice.app.CloseView view(String id) {
        return closes.find(id).await().atMost(PATIENCE).orElseThrow();
    }

    void customers(String... ids) {
        for (String id : ids) {
            run("INSERT INTO billing.customer (id, name, currency, zone, language, version, created_at, updated_at)"
                    + " VALUES ('" + id + "', 'Name of " + id + "', 'USD', 'UTC', 'en', 0, now(), now())");
        }
    }

    void run(String sql) {
        try (Connection connection = database.connect(TestDatabase.BILLING);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    String query(String sql) {
        try (Connection connection = database.connect(TestDatabase.BILLING);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            StringBuilder text = new StringBuilder();
            while (result.next()) {
                int columns = result.getMetaData().getColumnCount();
                text.append(String.join(
                                " ",
                                IntStream.rangeClosed(1, columns)
                                        .mapToObj(column -> text(result, column))
                                        .toList()))
                        .append('\n');
            }
            return text.toString().strip();
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    private static String text(ResultSet result, int column) {
        try {
            return result.getString(column);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    @Override
    public void close() {
        pool.closeAndAwait();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        if (own) {
            TestPair.shared().drop(database);
        }
    }

    /** A log whose barrier is acknowledged at once. */
    static final class FixedLog implements UsageLog {
        final List<String> barriers = new ArrayList<>();
        final List<LinesCollected> answers = new ArrayList<>();

        @Override
        public void append(int partition, LinesCollected collected) {
            answers.add(collected);
        }

        @Override
        public Close.Barrier appendBarrier(Close.Request close) {
            barriers.add(close.id());
            return new Close.Barrier(PARTITIONS, PARTITIONS);
        }

        @Override
        public Uni<Ends> ends() {
            throw new UnsupportedOperationException();
        }
    }
}
