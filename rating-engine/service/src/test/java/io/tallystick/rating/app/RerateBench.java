package io.tallystick.rating.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.rating.catalog.Plan;
import io.tallystick.rating.config.pricebook.PriceBookCodec;
import io.tallystick.rating.model.GroundUp;
import io.tallystick.rating.model.LineDraft;
import io.tallystick.rating.model.PeriodKey;
import io.tallystick.rating.model.Point;
import io.tallystick.rating.model.PointRange;
import io.tallystick.rating.model.SeriesKey;
import io.tallystick.rating.model.SeriesState;
import io.tallystick.rating.model.Timeline;
import io.tallystick.rating.store.PgWhatIfStore;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/**
 * How long it takes to rate a month again by the code of the real run, from the stored aggregates and from the stored events, a thread for each
 * processor, and for a what-if, the command of the product that does it. A real PostgreSQL with fsync. Every line that comes out is
 * compared with the one that stands: quantity, exact and rounded amount, number and digest of its events; a what-if with the sum of the
 * lines. Many events of few customers ({@code -Dtally.bench.events=1000000 -Dtally.bench.customers=800}), and many customers of three
 * lines and four events ({@code -Dtally.bench.many=20000}); {@code -Dtally.bench.rounds=3}.
 */
class RerateBench {
    private static final int AT_ONCE = 100;
    private static final BillingPeriod NOVEMBER = new BillingPeriod(World.NOVEMBER, World.DECEMBER);
    private static final LocalDate MONTH = LocalDate.parse("2026-11-01");

    /** Lines of billing periods that begin in the month, by the date in the zone of the subscription. */
    private static final String OF_THE_MONTH = """
            (SELECT (period_start AT TIME ZONE (definition ->> 'zone'))::date FROM subscription
              WHERE id = subscription_id) BETWEEN '2026-11-01' AND '2026-11-30'""";

    private static final String BY_TOOL = """
            {"key": "developer", "name": "Developer", "currency": "USD", "cadence": {"unit": "MONTH", "count": 1},
             "charges": [{"key": "fee", "kind": "RECURRING", "timing": "IN_ADVANCE",
               "price": {"model": "flat", "amount": "49.00"}},
              {"key": "calls", "kind": "USAGE", "meter": "calls", "price": {"model": "matrix", "dimensions": ["tool"],
               "rows": [{"match": {"tool": "search"}, "price": {"model": "per_unit", "unitPrice": "0.30"}}],
               "otherwise": {"model": "per_unit", "unitPrice": "0.20"}}},
              {"key": "seconds", "kind": "USAGE", "meter": "seconds",
               "price": {"model": "per_unit", "unitPrice": "0.0002"}}]}""";

    @Test
    void a_month_of_many_customers_is_rated_again_and_comes_to_the_same() {
        int customers = Integer.getInteger("tally.bench.many", 20_000);
        int rounds = Integer.getInteger("tally.bench.rounds", 3);
        try (World world = new World()) {
            long start = System.nanoTime();
            ManyCustomers.fill(world, customers, 4 * customers);
            System.out.println(customers + " customers stored in " + (System.nanoTime() - start) / 1_000_000 + " ms");
            world.setNow(Instant.parse("2026-12-31T00:00:00Z"));
            for (int round = 1; round <= rounds; round++) {
                measure(world, customers, "all lines from aggregates", RerateBench::fromAggregates, 0);
                whatIf(world);
                whatIfFromEvents(world);
            }
        }
    }

    /** The plan as it is: both sides come from the aggregates, and both are what the lines say. */
    private static void whatIf(World world) {
        Plan plan =
                world.catalog().view().newest("developer").orElseThrow().plan().plan();
        WhatIfs whatIfs = new WhatIfs(new PgWhatIfStore(world.pool()), world.catalog(), world.store(), world::now);
        WhatIf done = whatIf(world, whatIfs, plan, "what-if of the plan as it is");
        assertEquals(0, done.progress().events());
        for (WhatIf.Total total : whatIfs.totals(done.id())) {
            assertEquals(billed(world), total.was());
            assertEquals(total.was(), total.would());
        }
    }

    /** A draft that tells calls apart by their tool, which was not folded: what would be comes from the events. */
    private static void whatIfFromEvents(World world) {
        WhatIfs whatIfs = new WhatIfs(new PgWhatIfStore(world.pool()), world.catalog(), world.store(), world::now);
        WhatIf done = whatIf(
                world, whatIfs, new PriceBookCodec().readPlan(BY_TOOL), "what-if of a draft that counts otherwise");
        assertTrue(done.progress().events() > 0);
        whatIfs.totals(done.id()).forEach(total -> assertEquals(billed(world), total.was()));
    }

    private static WhatIf whatIf(World world, WhatIfs whatIfs, Plan plan, String what) {
        long start = System.nanoTime();
        long cpu = cpuNanos();
        long postgres = world.database().cpuNanos();
        WhatIf begun =
                whatIfs.begin("bench-" + start, plan, MONTH, MONTH.plusMonths(1), List.of(), "bench", Optional.empty());
        whatIfs.work();
        WhatIf done = whatIfs.find(begun.id()).orElseThrow();
        long nanos = System.nanoTime() - start;
        long lines = world.database().count("line WHERE " + OF_THE_MONTH);
        long units = Math.max(lines, done.progress().events());
        System.out.printf(
                Locale.ROOT,
                "rerate, %s: %d lines, both ways, %d events in %.2f s: %d lines/s, %d events/s; %d ns here and %d ns in"
                        + " PostgreSQL for each %s%n",
                what,
                lines,
                done.progress().events(),
                nanos / 1e9,
                lines * 1_000_000_000L / nanos,
                done.progress().events() * 1_000_000_000L / nanos,
                (cpuNanos() - cpu) / units,
                (world.database().cpuNanos() - postgres) / units,
                done.progress().events() == 0 ? "line" : "event");
        return done;
    }

    private static BigDecimal billed(World world) {
        return world.pool()
                .query("SELECT sum((content::jsonb ->> 'amount')::numeric) FROM line WHERE " + OF_THE_MONTH)
                .execute()
                .await()
                .atMost(Duration.ofMinutes(5))
                .iterator()
                .next()
                .getBigDecimal(0);
    }

    @Test
    void a_month_is_rated_again_and_comes_to_the_same() {
        int events = Integer.getInteger("tally.bench.events", 1_000_000);
        int customers = Integer.getInteger("tally.bench.customers", 800);
        int rounds = Integer.getInteger("tally.bench.rounds", 3);
        try (World world = new World()) {
            DrainBench.fill(world, events, customers, 20_000);
            System.out.println(events + " events of " + customers + " customers stored");
            for (int round = 1; round <= rounds; round++) {
                measure(world, customers, "all lines from aggregates", RerateBench::fromAggregates, 0);
                measure(world, customers, "all lines from raw events", RerateBench::fromEvents, events);
                whatIf(world);
                whatIfFromEvents(world);
            }
        }
    }

    /** Rates some customers again; how many events were read. */
    private interface Rating {
        long rate(RatingTransaction tx, List<Life> lives, List<PeriodKey> periods, List<LineDraft> lines);
    }

    /** A customer as the lines were made: with the facts that are applied. */
    private record Life(String customer, Timeline timeline, CatalogView view, List<PeriodKey> periods) {}

    private static void measure(World world, int customers, String what, Rating rating, long expected) {
        AtomicInteger next = new AtomicInteger();
        LongAdder lines = new LongAdder();
        LongAdder events = new LongAdder();
        int threads = Runtime.getRuntime().availableProcessors();
        long start = System.nanoTime();
        long cpu = cpuNanos();
        long postgres = world.database().cpuNanos();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                running.add(CompletableFuture.runAsync(
                        () -> {
                            for (int from = next.getAndAdd(AT_ONCE); from < customers; from = next.getAndAdd(AT_ONCE)) {
                                some(world, from, Math.min(from + AT_ONCE, customers), rating, lines, events);
                            }
                        },
                        pool));
            }
            running.forEach(CompletableFuture::join);
        }
        long nanos = System.nanoTime() - start;
        assertEquals(expected, events.sum());
        assertTrue(lines.sum() >= customers);
        long units = Math.max(lines.sum(), events.sum());
        System.out.printf(
                Locale.ROOT,
                "rerate, %s: %d lines, %d events in %.2f s on %d cores: %d lines/s, %d events/s; 0 differ; %d ns here and"
                        + " %d ns in PostgreSQL for each %s%n",
                what,
                lines.sum(),
                events.sum(),
                nanos / 1e9,
                threads,
                lines.sum() * 1_000_000_000L / nanos,
                events.sum() * 1_000_000_000L / nanos,
                (cpuNanos() - cpu) / units,
                (world.database().cpuNanos() - postgres) / units,
                expected == 0 ? "line" : "event");
    }

    private static void some(World world, int from, int to, Rating rating, LongAdder lines, LongAdder events) {
        List<String> customers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            customers.add("customer-" + i);
        }
        CatalogView view = world.catalog().view();
        world.store().<Void>snapshot(tx -> {
            Map<String, Account> accounts = tx.accounts(customers);
            var subscriptions = tx.subscriptions(customers);
            List<Life> lives = new ArrayList<>();
            List<PeriodKey> all = new ArrayList<>();
            for (String customer : customers) {
                Account account = accounts.get(customer);
                Timeline timeline =
                        Timeline.of(customer, CustomerBook.applied(subscriptions.get(customer), account), view);
                List<PeriodKey> periods = timeline.periods(Instant.EPOCH, account.openedUntil()).stream()
                        .filter(one -> one.period().overlaps(NOVEMBER))
                        .toList();
                lives.add(new Life(customer, timeline, view, periods));
                all.addAll(periods);
            }
            List<LineDraft> rated = new ArrayList<>();
            events.add(rating.rate(tx, lives, all, rated));
            assertEquals(standing(tx.lines(all).values()), again(rated), () -> "of " + customers);
            lines.add(rated.size());
            return null;
        });
    }

    private static long fromEvents(
            RatingTransaction tx, List<Life> lives, List<PeriodKey> periods, List<LineDraft> lines) {
        return lives.stream().mapToLong(life -> fromEvents(tx, life, lines)).sum();
    }

    private static long fromEvents(RatingTransaction tx, Life life, List<LineDraft> lines) {
        Instant start = life.periods().stream()
                .map(one -> one.period().start())
                .min(Instant::compareTo)
                .orElseThrow();
        Instant end = life.periods().stream()
                .map(one -> one.period().end())
                .max(Instant::compareTo)
                .orElseThrow();
        GroundUp all = GroundUp.begin(life.timeline(), life.view().rulesOfAll(), List.of());
        long[] read = new long[1];
        tx.usage(life.customer(), start, end, event -> {
            read[0]++;
            all.take(event);
        });
        all.lines(new BillingPeriod(start, end)).lines().stream()
                .filter(line -> life.periods().contains(line.period()))
                .forEach(lines::add);
        return read[0];
    }

    private static long fromAggregates(
            RatingTransaction tx, List<Life> lives, List<PeriodKey> periods, List<LineDraft> lines) {
        Map<PeriodKey, List<StoredSeries>> stored = tx.series(periods);
        for (Life life : lives) {
            for (PeriodKey period : life.periods()) {
                lines.addAll(rate(tx, life, period, stored.getOrDefault(period, List.of())));
            }
        }
        return 0;
    }

    private static List<LineDraft> rate(RatingTransaction tx, Life life, PeriodKey period, List<StoredSeries> stored) {
        Map<SeriesKey, SeriesState> states = new HashMap<>();
        stored.forEach(one -> states.put(one.key(), one.state()));
        List<PointRange> ranges = life.timeline().series(period).stream()
                .flatMap(series -> life.timeline().points(series).stream())
                .toList();
        List<Point> points = ranges.isEmpty() ? List.of() : tx.points(life.customer(), ranges);
        return GroundUp.folded(life.timeline(), life.view().rulesOfAll(), states, points)
                .lines(period);
    }

    private static Map<String, String> again(List<LineDraft> lines) {
        Map<String, String> words = new TreeMap<>();
        lines.forEach(line -> words.put(
                line.id(),
                words(
                        line.quantity(),
                        line.unrounded().value(),
                        line.amount().value(),
                        line.events().count(),
                        line.events().hex())));
        return words;
    }

    private static Map<String, String> standing(Collection<List<RatedLine>> lines) {
        Map<String, String> words = new TreeMap<>();
        lines.forEach(some -> some.forEach(line -> words.put(
                line.id(),
                words(line.quantity(), line.unroundedAmount(), line.amount(), line.eventCount(), line.eventDigest()))));
        return words;
    }

    private static String words(
            BigDecimal quantity, BigDecimal unrounded, BigDecimal amount, long count, String digest) {
        return quantity.stripTrailingZeros().toPlainString() + " = "
                + unrounded.stripTrailingZeros().toPlainString() + " = " + amount.toPlainString() + " of " + count + " "
                + digest;
    }

    private static long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }
}
