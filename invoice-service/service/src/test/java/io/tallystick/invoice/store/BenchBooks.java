package io.tallystick.invoice.store;

import io.tallystick.embedded.PostgresOptions;
import io.tallystick.embedded.PostgresServer;
import io.tallystick.embedded.SchemaOwner;
import io.tallystick.invoice.FakeSeals;
import io.tallystick.invoice.Lines;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Books on a server of their own, with the settings of the product. Customers and lines are put there by {@code COPY}, as the collector
 * would have left them: how they come in is not what a close is measured by.
 */
final class BenchBooks implements AutoCloseable {
    private static final Path BINARIES = Path.of(System.getProperty("tally.root", "target"), ".tally", "cache");
    private static final int BUFFERED = 1 << 18;
    private static final int PARTITIONS = Books.PARTITIONS;

    final Books books;
    private final PostgresServer server;
    private final Path folder;
    private final String database = "bench";

    private BenchBooks(PostgresServer server, Path folder) {
        this.server = server;
        this.folder = folder;
        server.ensure(database, List.of(new SchemaOwner(TestDatabase.BILLING, TestDatabase.BILLING)));
        books = Books.fresh(new TestDatabase(database, "127.0.0.1", server.port()));
    }

    /** A new server; {@code settings} are set beside those of the product. */
    static BenchBooks with(Map<String, String> settings) {
        Path folder = Path.of("target", "close-bench", Long.toString(System.nanoTime()))
                .toAbsolutePath();
        PostgresOptions options =
                PostgresOptions.in(folder.resolve("postgresql")).withBinaries(BINARIES);
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            options = options.with(setting.getKey(), setting.getValue());
        }
        return new BenchBooks(PostgresServer.start(options), folder);
    }

    String setting(String name) {
        return server.setting(name);
    }

    void customers(int count) {
        books.run(
                "INSERT INTO billing.customer SELECT 'c' || n, 'Customer ' || n, NULL, 'USD', 'UTC', NULL, NULL, 'en', 0,"
                        + " now(), now() FROM generate_series(0, " + (count - 1) + ") AS n");
    }

    /**
     * What was put into the books.
     *
     * @param seals what rating-engine would say of the lines
     * @param total of all amounts
     */
    record Given(FakeSeals seals, BigDecimal total) {}

    /** Usage lines of one period for customers {@code c0} and on. */
    Given lines(int subscriptions, int each, Instant start, Instant end) {
        FakeSeals seals = new FakeSeals(PARTITIONS);
        BigDecimal total = BigDecimal.ZERO;
        try (Connection connection = superuser()) {
            CopyIn copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY billing.rated_line (customer_id, id, revision, partition, billable_at, period_start,"
                            + " period_end, kind, currency, amount, digest_high, digest_low, content, rated_partition)"
                            + " FROM STDIN");
            StringBuilder rows = new StringBuilder(BUFFERED + 4_096);
            for (int i = 0; i < subscriptions; i++) {
                for (int n = 0; n < each; n++) {
                    RatedLine line = line(i, n, start, end);
                    seals.count(line);
                    total = total.add(line.amount());
                    row(line, rows);
                }
                if (rows.length() > BUFFERED || i == subscriptions - 1) {
                    byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
                    copy.writeToCopy(bytes, 0, bytes.length);
                    rows.setLength(0);
                }
            }
            copy.endCopy();
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
        maintain("VACUUM (ANALYZE) billing.rated_line", "VACUUM (ANALYZE) billing.customer", "CHECKPOINT");
        return new Given(seals, total);
    }

    /** What a server does by itself in quiet hours. */
    void maintain(String... commands) {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    static RatedLine line(int customer, int n, Instant start, Instant end) {
        return Lines.line(
                "c" + customer,
                "charge" + n,
                RatedLine.Kind.USAGE,
                start,
                end,
                end,
                Integer.toString(1_000 + customer % 97),
                customer % 50 + "." + (1 + n % 9) + "0",
                "USD");
    }

    private static void row(RatedLine line, StringBuilder rows) {
        Hash128 digest = line.digest();
        Hash128 id = Hash128.parse(line.id());
        rows.append(line.customerId()).append('\t');
        rows.append(new UUID(id.high(), id.low())).append('\t');
        rows.append(line.revision()).append('\t');
        rows.append(line.partition()).append('\t');
        rows.append(line.billableAt()).append('\t');
        rows.append(line.servicePeriodStart()).append('\t');
        rows.append(line.servicePeriodEnd()).append('\t');
        rows.append(line.kind()).append('\t');
        rows.append(line.currency()).append('\t');
        rows.append(line.amount().toPlainString()).append('\t');
        rows.append(digest.high()).append('\t');
        rows.append(digest.low()).append('\t');
        rows.append(new String(Json.bytes(line), StandardCharsets.UTF_8).replace("\\", "\\\\"));
        rows.append("\t0\n");
    }

    /** What the server did since the last call, if it counts statements. */
    List<String> statements() {
        if (!setting("shared_preload_libraries").contains("pg_stat_statements")) {
            return List.of();
        }
        try (Connection connection = superuser();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT round(total_exec_time)::bigint || ' ms, ' || calls || ' calls, ' || rows || ' rows, '
                            || wal_bytes / 1024 || ' KiB of log: ' || left(regexp_replace(query, '\\s+', ' ', 'g'), 110) AS told
                        FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT 40
                        """)) {
            List<String> told = new java.util.ArrayList<>();
            while (rows.next()) {
                told.add(rows.getString("told"));
            }
            return told;
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    void countStatements() {
        if (setting("shared_preload_libraries").contains("pg_stat_statements")) {
            maintain("CREATE EXTENSION IF NOT EXISTS pg_stat_statements", "SELECT pg_stat_statements_reset()");
        }
    }

    /** Processor time of the server and all its connections. */
    Duration processor() {
        return Stream.concat(Stream.of(server.handle()), server.handle().descendants())
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private Connection superuser() throws SQLException {
        return server.connect(database);
    }

    @Override
    public void close() {
        books.close();
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
