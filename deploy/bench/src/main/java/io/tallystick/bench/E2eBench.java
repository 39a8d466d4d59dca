package io.tallystick.bench.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * From HTTP to the spend query and back: sends at full speed, waits until the last event is visible, then compares every customer with
 * {@link NaiveBill} and the counts of rating-engine with those of the sender.
 */
final class E2eBench {
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(5);
    private static final int SPEND_QUERIES = 300;
    private static final int FIRST_SPEND_EVENTS = 10_000;
    private static final int SPENDER_BATCH = 2_000;

    private final E2eOptions options;
    private final BenchStack stack;
    private final PrintWriter progress;
    private final Api api;
    private final Spend spend;
    private final Traffic traffic;
    private final EventWriter writer;
    private final Load load;
    private final List<String> lasts;
    private long rounds;
    private long spenderEvents;

    E2eBench(E2eOptions options, BenchStack stack, Instant now, PrintWriter progress) {
        this.options = options;
        this.stack = stack;
        this.progress = progress;
        this.api = stack.api();
        this.spend = new Spend(api);
        this.traffic = new Traffic(options.seed, options.customers, now);
        this.writer = new EventWriter(traffic);
        this.load = new Load(api, writer, options.batch, options.senders);
        this.lasts = Names.lasts(options.partitions);
    }

    /**
     * Runs and verifies.
     *
     * @throws BenchFailure if any figure of the run is not what the naive computation says
     */
    E2eResult run(Path folder) {
        Map<String, String> conditions = Conditions.of(stack, folder);
        say("making " + options.customers + " customers with a subscription each");
        prepare();
        Map<String, String> spendMillis = new LinkedHashMap<>();
        if (options.spendEvents > 0) {
            measureSpend(FIRST_SPEND_EVENTS, spendMillis);
        }
        say("warming up for " + options.warmUp + " s");
        load.run(until(options.warmUp));
        awaitVisible();
        say(options.events > 0 ? "sending " + options.events + " events" : "sending for " + options.seconds + " s");
        long acceptedBefore = load.accepted();
        Map<String, Duration> timeBefore = stack.processorTime();
        long began = System.nanoTime();
        if (options.events > 0) {
            long end = load.positions() + options.events;
            load.run(position -> position < end);
        } else {
            load.run(until(options.seconds));
        }
        long answered = System.nanoTime();
        long events = load.accepted() - acceptedBefore;
        awaitVisible();
        long visible = System.nanoTime();
        Map<String, String> microsPerEvent = microsPerEvent(timeBefore, stack.processorTime(), events);
        say("comparing " + options.customers + " customers with the naive computation");
        Map<String, Long> totals = verify();
        if (options.spendEvents > FIRST_SPEND_EVENTS) {
            measureSpend(options.spendEvents, spendMillis);
        }
        return new E2eResult(
                conditions,
                perSecond(events, visible - began),
                perSecond(events, answered - began),
                seconds(visible - began),
                events,
                seconds(visible - answered),
                totals,
                microsPerEvent,
                boxed(Memory.peakMebibytes(stack.servicesPid())),
                boxed(Memory.mebibytes(stack.servicesPid())),
                spendMillis);
    }

    private void prepare() {
        try (InputStream book = E2eBench.class.getResourceAsStream("/io/tallystick/bench/price-book.yaml")) {
            api.post("/v1/price-books?dryRun=false", "application/yaml", book.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        List<String> customers = new ArrayList<>(lasts);
        customers.add(Names.SPENDER);
        for (int i = 0; i < options.customers; i++) {
            customers.add(Names.customer(i));
        }
        // A few at a time: each waits for the disk, not for the processor.
        try (ExecutorService pool = Executors.newFixedThreadPool(options.senders)) {
            List<CompletableFuture<Void>> making = customers.stream()
                    .map(customer -> CompletableFuture.runAsync(() -> make(customer), pool))
                    .toList();
            making.forEach(CompletableFuture::join);
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof BenchFailure failure ? failure : failed;
        }
    }

    private void make(String customer) {
        api.post(
                "/v1/customers",
                "{\"id\":\"" + customer + "\",\"name\":\"" + customer + "\",\"currency\":\"USD\",\"zone\":\"UTC\"}");
        api.post(
                "/v1/subscriptions",
                "{\"customerId\":\"" + customer + "\",\"plan\":{\"key\":\"" + Names.PLAN
                        + "\"},\"zone\":\"UTC\",\"start\":\"" + traffic.lastMonth() + "\"}");
    }

    private void measureSpend(long events, Map<String, String> spendMillis) {
        say("bringing one customer to " + events + " events");
        while (spenderEvents < events) {
            int count = (int) Math.min(SPENDER_BATCH, events - spenderEvents);
            load.post(writer.calls(List.of(Names.SPENDER), spenderEvents, count));
            spenderEvents += count;
        }
        awaitVisible();
        mustBe(Names.SPENDER, NaiveBill.linesOfCalls(spenderEvents));
        Spend.Latency latency = spend.latency(Names.SPENDER, SPEND_QUERIES);
        spendMillis.put(
                Long.toString(events),
                String.format(
                        Locale.ROOT,
                        "p50 %.2f, p99 %.2f",
                        latency.p50().toNanos() / 1e6,
                        latency.p99().toNanos() / 1e6));
    }

    /** One event more for a customer of each partition; when all of them are visible, so is everything sent before. */
    private void awaitVisible() {
        rounds++;
        load.post(writer.calls(lasts, -rounds, 1));
        List<String> expected = NaiveBill.linesOfCalls(rounds);
        List<String> missing = new ArrayList<>(lasts);
        long deadline = System.nanoTime() + DRAIN_LIMIT.toNanos();
        while (!missing.isEmpty()) {
            missing.removeIf(customer -> spend.lines(customer).equals(expected));
            if (System.nanoTime() > deadline) {
                throw new BenchFailure("after " + DRAIN_LIMIT.toSeconds() + " s the last events of " + missing
                        + " are still not visible: " + spend.lines(missing.getFirst()) + " is not " + expected);
            }
            Api.pause(Duration.ofMillis(20));
        }
    }

    private Map<String, Long> verify() {
        NaiveBill bill = NaiveBill.of(traffic, options.customers, load.positions());
        for (int i = 0; i < options.customers; i++) {
            mustBe(Names.customer(i), bill.lines(i));
        }
        long extra = rounds * lasts.size() + spenderEvents;
        JsonNode reconciliation = api.get("/v1/usage/reconciliation");
        JsonNode dispositions = reconciliation.get("dispositions");
        mustBe("refused at the door", load.refused(), bill.refused());
        mustBe("accepted", load.accepted(), bill.counted() + bill.repeated() + extra);
        mustBe("received by rating", reconciliation.get("received").longValue(), load.accepted());
        mustBe("rated", dispositions.path("rated").longValue(), bill.counted() + extra);
        mustBe("duplicate", dispositions.path("duplicate").longValue(), bill.repeated());
        if (!reconciliation.get("balanced").booleanValue()) {
            throw new BenchFailure("accepted is not the sum of the dispositions: " + reconciliation);
        }
        Map<String, Long> totals = new LinkedHashMap<>();
        totals.put("sent", load.positions() + extra);
        totals.put("accepted", load.accepted());
        totals.put("refused", load.refused());
        totals.put("rated", dispositions.path("rated").longValue());
        totals.put("duplicate", dispositions.path("duplicate").longValue());
        totals.put("pushedBackRequests", load.pushedBack());
        return Collections.unmodifiableMap(totals);
    }

    private void mustBe(String customer, List<String> expected) {
        List<String> shown = spend.lines(customer);
        if (!shown.equals(expected)) {
            throw new BenchFailure("the spend of " + customer + " is " + shown + ", naively computed " + expected);
        }
    }

    private static void mustBe(String what, long found, long expected) {
        if (found != expected) {
            throw new BenchFailure(what + " is " + found + ", naively computed " + expected);
        }
    }

    private static java.util.function.LongPredicate until(int seconds) {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        return _ -> System.nanoTime() < end;
    }

    private static Map<String, String> microsPerEvent(
            Map<String, Duration> before, Map<String, Duration> after, long events) {
        Map<String, String> micros = new LinkedHashMap<>();
        after.forEach((part, time) -> micros.put(
                part,
                String.format(
                        Locale.ROOT, "%.1f", time.minus(before.get(part)).toNanos() / 1e3 / Math.max(1, events))));
        return Collections.unmodifiableMap(micros);
    }

    private static long perSecond(long events, long nanos) {
        return events * 1_000_000_000L / nanos;
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.2f", nanos / 1e9);
    }

    private static java.util.Optional<Long> boxed(OptionalLong value) {
        return value.isPresent() ? java.util.Optional.of(value.getAsLong()) : java.util.Optional.empty();
    }

    private void say(String what) {
        progress.println("… " + what);
        progress.flush();
    }
}
