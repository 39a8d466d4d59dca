package io.tallystick.invoice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tallystick.invoice.app.CloseRunner;
import io.tallystick.invoice.app.CloseStore;
import io.tallystick.invoice.assembly.Close;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * {@code ./tally bench close}: the close of many subscriptions on a real database with fsync, from the answers to the barrier on, and
 * the same close with and without closed periods behind it. Not part of the test suite; it verifies what it measured.
 */
class CloseBench {
    private static final int SUBSCRIPTIONS = Integer.getInteger("tally.bench.subscriptions", 100_000);
    private static final int HISTORY = Integer.getInteger("tally.bench.history", 24);
    private static final int HISTORY_SUBSCRIPTIONS = Integer.getInteger("tally.bench.history-subscriptions", 2_000);
    private static final int LINES = Integer.getInteger("tally.bench.lines", 3);
    private static final int BATCH = Integer.getInteger("tally.bench.batch", 1_000);
    private static final int WORKERS = Integer.getInteger("tally.bench.workers", 2);
    private static final int CHANGED_OF = 100;
    private static final BigDecimal TAX = new BigDecimal("0.1");
    private static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");
    private static final List<String> SETTINGS = List.of(
            "fsync", "synchronous_commit", "full_page_writes", "wal_compression", "shared_buffers", "max_wal_size");

    @Test
    void a_close_of_many_subscriptions() throws Exception {
        // The first is slow because the JVM has not compiled anything yet: the second of the same size tells.
        List<Integer> sizes = new ArrayList<>(List.of(1, 1_000, 1_000));
        sizes.add(SUBSCRIPTIONS);
        for (int subscriptions : sizes) {
            try (BenchBooks books = BenchBooks.with(settings())) {
                if (subscriptions == sizes.getFirst()) {
                    conditions(books);
                }
                books.customers(subscriptions);
                print(subscriptions + " subscriptions: "
                        + new Run(books, subscriptions, FIRST, subscriptions == SUBSCRIPTIONS).measured());
            }
        }
    }

    @Test
    void the_time_of_a_close_depends_on_its_lines_and_not_on_the_periods_behind_it() throws Exception {
        if (HISTORY == 0) {
            return;
        }
        try (BenchBooks books = BenchBooks.with(settings())) {
            books.customers(HISTORY_SUBSCRIPTIONS);
            Instant start = FIRST;
            for (int behind = 0; behind <= HISTORY; behind++) {
                String took = new Run(books, HISTORY_SUBSCRIPTIONS, start, false).measured();
                if (behind % 6 <= 1) {
                    print(behind + " closed periods behind: " + took);
                }
                start = next(start);
            }
        }
    }

    /** One close: sealed, reviewed, reviewed again where something changed, finalized, asked for again, and verified. */
    private static final class Run {
        private final BenchBooks bench;
        private final Books books;
        private final int subscriptions;
        private final Instant start;
        private final boolean shown;
        private final Map<String, Duration> states = new LinkedHashMap<>();
        private final AtomicInteger steps = new AtomicInteger();

        Run(BenchBooks bench, int subscriptions, Instant start, boolean shown) {
            this.bench = bench;
            this.books = bench.books;
            this.subscriptions = subscriptions;
            this.start = start;
            this.shown = shown;
        }

        String measured() throws Exception {
            Instant end = next(start);
            Instant began = now();
            BenchBooks.Given given = bench.lines(subscriptions, LINES, start, end);
            show("lines are there after", Duration.between(began, now()));
            // By hand, or a worker may approve what another has just drafted, before one customer of a hundred is
            // changed.
            books.start(end, Close.Drive.MANUAL, true);
            Close.Request request = books.closes.running().orElseThrow().request();
            books.runner(BATCH, true).step();
            books.seal(given.seals(), request);
            bench.countStatements();
            String log = books.query("SELECT pg_current_wal_insert_lsn()");
            Duration here = processor();
            Duration there = bench.processor();
            Instant from = now();
            toReview();
            Duration changed = change(request);
            Instant approvedAt = now();
            books.desk().approve(request.id(), "second").await().atMost(Books.PATIENCE);
            books.desk().finalizeInvoices(request.id()).await().atMost(Books.PATIENCE);
            work("finalizing", () -> books.closes.running().isEmpty());
            Duration all = Duration.between(from, now()).minus(changed);
            show("finalized after", Duration.between(approvedAt, now()));
            here = processor().minus(here);
            there = bench.processor().minus(there);
            String logged = books.query("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '" + log + "')::bigint");
            if (shown) {
                bench.statements().forEach(CloseBench::print);
            }
            Duration again = again(end);
            verify(request, given.total());
            return told(all, changed, again)
                    + String.format(
                            Locale.ROOT,
                            "; of an invoice: %d us of processor here, %d us in PostgreSQL, %d bytes of write-ahead log",
                            here.toNanos() / 1_000 / subscriptions,
                            there.toNanos() / 1_000 / subscriptions,
                            Long.parseLong(logged) / subscriptions);
        }

        private String told(Duration all, Duration changed, Duration again) {
            StringBuilder told = new StringBuilder(String.format(
                    Locale.ROOT, "%.1f s, %.0f invoices/s (", seconds(all), subscriptions / seconds(all)));
            states.forEach((state, took) -> told.append(String.format(Locale.ROOT, "%s %.1f, ", state, seconds(took))));
            told.setLength(told.length() - 2);
            return told
                    + String.format(
                            Locale.ROOT,
                            " s); 1 %% changed %.2f s, asked for again %.3f s",
                            seconds(changed),
                            seconds(again));
        }

        private void toReview() throws Exception {
            work("sealing", () -> !state().equals("sealing"));
            work("review", this::reviewed);
        }

        private String state() {
            return books.closes.running().map(Close::state).orElse("completed");
        }

        private boolean reviewed() {
            return books.closes
                    .running()
                    .map(close -> close instanceof Close.Review review && review.drafted())
                    .orElse(true);
        }

        /** One customer of a hundred is taxed now: its drafts are made anew. */
        private Duration change(Close.Request request) throws Exception {
            books.run("INSERT INTO billing.tax_rate (code, name, rate, inclusive, compound, scope, version, updated_at)"
                    + " VALUES ('vat', 'VAT', " + TAX + ", false, false, '{}', 0, now()) ON CONFLICT DO NOTHING");
            books.run(
                    "INSERT INTO billing.customer_tax (customer_id, treatment, rates, rounded_per, version, updated_at)"
                            + " SELECT 'c' || n, 'taxed', '{vat}', 'rate', 0, now() FROM generate_series(0, "
                            + (subscriptions - 1)
                            + ", " + CHANGED_OF + ") AS n ON CONFLICT DO NOTHING");
            List<String> changed = IntStream.range(0, subscriptions)
                    .filter(i -> i % CHANGED_OF == 0)
                    .mapToObj(i -> "c" + i)
                    .toList();
            Instant from = now();
            books.desk().recheck(request.id(), changed).await().atMost(Books.PATIENCE);
            work("review again", this::reviewed);
            Duration took = states.remove("review again");
            show("1 % changed: reviewed again after", took);
            return Duration.between(from, now());
        }

        /** The same cut-off again, and the close itself. */
        private Duration again(Instant end) {
            Instant from = now();
            CloseStore.Start done = books.start(end);
            Duration took = Duration.between(from, now());
            assertInstanceOf(CloseStore.Start.Done.class, done);
            return took;
        }

        private interface Condition {
            boolean holds();
        }

        /** Takes steps with all workers until a condition holds. */
        private void work(String state, Condition until) throws Exception {
            Instant from = now();
            steps.set(0);
            try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < WORKERS; i++) {
                    running.add(workers.submit(() -> {
                        CloseRunner runner = books.runner(BATCH, true);
                        while (!until.holds()) {
                            if (!(runner.step() instanceof CloseRunner.Step.Moved)) {
                                Thread.sleep(5);
                            }
                            progress(state, from);
                        }
                        return null;
                    }));
                }
                for (Future<?> one : running) {
                    one.get();
                }
            }
            states.merge(state, Duration.between(from, now()), Duration::plus);
            show(state + ": done after", Duration.between(from, now()));
        }

        private void progress(String state, Instant from) {
            int step = steps.incrementAndGet();
            if (step % 50 == 0) {
                show(
                        state + ": " + (long) step * BATCH + " of " + subscriptions + " after",
                        Duration.between(from, now()));
            }
        }

        private void show(String what, Duration took) {
            if (shown) {
                print(String.format(Locale.ROOT, "  %s %.1f s", what, seconds(took)));
            }
        }

        private void verify(Close.Request request, BigDecimal net) {
            BigDecimal tax = BigDecimal.ZERO;
            for (int i = 0; i < subscriptions; i += CHANGED_OF) {
                for (int n = 0; n < LINES; n++) {
                    tax = tax.add(
                            BenchBooks.line(i, n, start, next(start)).amount().multiply(TAX));
                }
            }
            String of = " FROM billing.invoice WHERE close_id = '" + request.id() + "'";
            assertEquals(Integer.toString(subscriptions), books.query("SELECT count(*)" + of));
            assertEquals(
                    (long) subscriptions * LINES,
                    books.view(request.id()).outcome().invoicedLines());
            assertEquals(
                    0,
                    net.add(tax).compareTo(new BigDecimal(books.query("SELECT sum(total)" + of))),
                    "the sum of the totals");
            assertEquals(
                    0,
                    net.compareTo(new BigDecimal(books.query(
                            "SELECT sum(amount) FROM billing.invoice_line JOIN billing.invoice ON invoice.id = invoice_id"
                                    + " WHERE close_id = '" + request.id() + "'"))),
                    "the sum of the lines");
            assertEquals(
                    "t",
                    books.query("SELECT min(sequence) = 1 AND max(sequence) = count(*) AND count(*) = count(DISTINCT"
                            + " sequence) FROM billing.invoice WHERE series = 'INV'"));
        }
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        for (String one : System.getProperty("tally.bench.postgres", "").split(",", -1)) {
            if (!one.isBlank()) {
                settings.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
            }
        }
        return settings;
    }

    private static Duration processor() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
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

    private static void conditions(BenchBooks books) {
        StringBuilder told = new StringBuilder("Java " + Runtime.version() + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, load average "
                + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()
                + ", PostgreSQL on this machine with");
        SETTINGS.forEach(name -> told.append(' ').append(name).append('=').append(books.setting(name)));
        print(told.toString());
        print(LINES + " lines for each subscription, batches of " + BATCH + " customers, " + WORKERS + " workers");
    }

    private static void print(String text) {
        System.out.println("bench close: " + text);
    }
}
