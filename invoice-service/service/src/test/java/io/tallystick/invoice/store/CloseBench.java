package io.tallystick.invoice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tallystick.invoice.FakeSeals;
import io.tallystick.invoice.Lines;
import io.tallystick.invoice.app.CloseRunner;
import io.tallystick.invoice.app.RatedRecord;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.schemas.rated.RatedLine;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * {@code ./tally bench close}: the close of many subscriptions on a real database with fsync, from the answers to the barrier on, and
 * the same close with and without closed periods behind it. Not part of the test suite; it verifies what it measured.
 */
class CloseBench {
    private static final int SUBSCRIPTIONS = Integer.getInteger("tally.bench.subscriptions", 100_000);
    private static final int HISTORY = Integer.getInteger("tally.bench.history", 24);
    private static final int HISTORY_SUBSCRIPTIONS = Integer.getInteger("tally.bench.history-subscriptions", 2_000);
    private static final int LINES = Integer.getInteger("tally.bench.lines", 5);
    private static final int BATCH = 5_000;
    private static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");

    @Test
    void a_close_of_many_subscriptions() {
        conditions();
        print(LINES + " lines for each subscription, batches of 1,000 customers, one worker");
        // The first is slow because the JVM has not compiled anything yet: the second of the same size tells.
        for (int subscriptions : List.of(1, 1_000, 1_000, SUBSCRIPTIONS)) {
            try (Books books = new Books()) {
                customers(books, subscriptions);
                print(subscriptions + " subscriptions: " + period(books, subscriptions, FIRST));
            }
        }
    }

    @Test
    void the_time_of_a_close_depends_on_its_lines_and_not_on_the_periods_behind_it() {
        try (Books books = new Books()) {
            customers(books, HISTORY_SUBSCRIPTIONS);
            Instant start = FIRST;
            for (int behind = 0; behind <= HISTORY; behind++) {
                String took = period(books, HISTORY_SUBSCRIPTIONS, start);
                if (behind % 6 <= 1) {
                    print(behind + " closed periods behind: " + took);
                }
                start = next(start);
            }
        }
    }

    private static void customers(Books books, int count) {
        books.run(
                "INSERT INTO billing.customer SELECT 'c' || n, 'Customer ' || n, NULL, 'USD', 'UTC', NULL, NULL, 'en', 0,"
                        + " now(), now() FROM generate_series(0, " + (count - 1) + ") AS n");
    }

    private static String period(Books books, int subscriptions, Instant start) {
        Instant end = next(start);
        FakeSeals seals = new FakeSeals(Books.PARTITIONS);
        List<RatedRecord> batch = new ArrayList<>();
        BigDecimal total = BigDecimal.ZERO;
        Instant began = now();
        for (int i = 0; i < subscriptions; i++) {
            for (int line = 0; line < LINES; line++) {
                RatedLine one = Lines.line(
                        "c" + i,
                        "charge" + line,
                        RatedLine.Kind.USAGE,
                        start,
                        end,
                        end,
                        Integer.toString(1_000 + i % 97),
                        i % 50 + "." + (10 + line),
                        "USD");
                seals.count(one);
                total = total.add(one.amount());
                batch.add(books.record(one));
            }
            if (batch.size() >= BATCH || i == subscriptions - 1) {
                books.collect(batch);
                batch.clear();
            }
        }
        Duration collecting = Duration.between(began, now());
        books.run("ANALYZE billing.rated_line");
        books.start(end);
        Close.Request request = books.closes.running().orElseThrow().request();
        CloseRunner runner = books.runner(1_000, true);
        runner.step();
        books.seal(seals, request);
        Map<String, Duration> states = new TreeMap<>();
        String walBefore = books.query("SELECT pg_current_wal_insert_lsn()");
        long cpuBefore = cpuNanos(ProcessHandle.current());
        long postgresBefore = postgresNanos(books);
        Instant from = now();
        while (books.closes.running().isPresent()) {
            String state = books.closes.running().orElseThrow().state();
            Instant before = now();
            if (runner.step() instanceof CloseRunner.Step.Idle) {
                approve(books, request);
            }
            states.merge(state, Duration.between(before, now()), Duration::plus);
        }
        Duration all = Duration.between(from, now());
        long cpu = cpuNanos(ProcessHandle.current()) - cpuBefore;
        long postgres = postgresNanos(books) - postgresBefore;
        long wal = Long.parseLong(
                books.query("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '" + walBefore + "')::bigint"));
        assertEquals(subscriptions, books.view(request.id()).outcome().invoices());
        assertEquals(
                (long) subscriptions * LINES, books.view(request.id()).outcome().invoicedLines());
        assertEquals(
                total.toPlainString(),
                books.query("SELECT sum(total) FROM billing.invoice WHERE close_id = '" + request.id() + "'"));
        assertEquals("t", books.query("SELECT max(sequence) = count(*) FROM billing.invoice WHERE series = 'INV'"));
        return String.format(
                Locale.ROOT,
                "%.1f s, %.0f invoices/s; by state %s; of an invoice: %d us of processor here, %d us in PostgreSQL, %d bytes"
                        + " of write-ahead log; lines collected before in %.1f s",
                seconds(all),
                subscriptions / seconds(all),
                states,
                cpu / 1_000 / subscriptions,
                postgres / 1_000 / subscriptions,
                wal / subscriptions,
                seconds(collecting));
    }

    private static long cpuNanos(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /** Of the connections to this database. */
    private static long postgresNanos(Books books) {
        return books.query("SELECT pid FROM pg_stat_activity WHERE usename = 'billing' AND datname = current_database()"
                        + " AND pid <> pg_backend_pid()")
                .lines()
                .mapToLong(pid -> ProcessHandle.of(Long.parseLong(pid))
                        .map(CloseBench::cpuNanos)
                        .orElse(0L))
                .sum();
    }

    /** Totals of this size ask for a second person. */
    private static void approve(Books books, Close.Request request) {
        assertEquals(0, books.view(request.id()).openExceptions());
        books.desk().approve(request.id(), "second").await().atMost(Books.PATIENCE);
    }

    private static Instant next(Instant start) {
        return start.atZone(ZoneOffset.UTC).plusMonths(1).toInstant();
    }

    private static Instant now() {
        return java.time.InstantSource.system().instant();
    }

    private static double seconds(Duration duration) {
        return Math.max(1, duration.toMillis()) / 1000.0;
    }

    private static void conditions() {
        print("Java " + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors()
                + " processors, load average "
                + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()
                + ", PostgreSQL with fsync on this machine");
    }

    private static void print(String text) {
        System.out.println("bench close: " + text);
    }
}
