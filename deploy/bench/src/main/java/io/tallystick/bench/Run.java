package io.tallystick.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.schemas.topics.Header;
import io.tallystick.schemas.topics.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/** One run over one stack: its traffic, its customers, and what all of it must come to. */
final class Run {
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(5);
    private static final long FILL_STEP = 5_000_000;

    /** More customers than these are written as rows, see {@link Crowd}. */
    private static final int MOST_BY_API = 10_000;

    private final BenchStack stack;
    private final TrafficOptions options;
    private final Progress progress;
    private final Traffic traffic;
    private final EventWriter writer;
    private final List<String> lasts;
    private final Load load;
    private long rounds;

    Run(BenchStack stack, TrafficOptions options, Progress progress) {
        this.stack = stack;
        this.options = options;
        this.progress = progress;
        this.traffic =
                new Traffic(options.seed, options.skew(), InstantSource.system().instant());
        this.writer = new EventWriter(traffic);
        this.lasts = Names.lasts(options.partitions);
        this.load = new Load(stack::api, writer, options.batch, options.senders);
    }

    BenchStack stack() {
        return stack;
    }

    TrafficOptions options() {
        return options;
    }

    EventWriter writer() {
        return writer;
    }

    Load load() {
        return load;
    }

    Spend spend() {
        return new Spend(stack.api());
    }

    void say(String what) {
        progress.say(what);
    }

    /** Publishes the meters and the plan. */
    void publishBook() {
        try (InputStream book = Run.class.getResourceAsStream("/io/tallystick/bench/price-book.yaml")) {
            stack.api().post("/v1/price-books?dryRun=false", "application/yaml", book.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Posts one event of one customer until it is taken: the door knows the meters then. */
    void awaitDoor() {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (load.accepted() == 0) {
            load.tryPost(writer.calls(List.of(Names.SPENDER), 0, 1));
            if (System.nanoTime() > deadline) {
                throw new BenchFailure("the door does not take the first event");
            }
            Api.pause(Duration.ofMillis(100));
        }
    }

    /** Publishes the plan and makes every customer with its subscription. */
    void prepare() {
        say("making " + options.customers + " customers with a subscription each");
        publishBook();
        List<String> customers = new ArrayList<>(lasts);
        customers.addAll(Names.probes(options.partitions));
        customers.add(Names.SPENDER);
        int byApi = Math.min(options.customers, MOST_BY_API);
        for (int i = 0; i < byApi; i++) {
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
        if (byApi < options.customers) {
            say("writing " + (options.customers - byApi) + " of them as rows");
            Crowd.add(this, Names.customer(0), byApi, options.customers);
        }
    }

    private void make(String customer) {
        stack.api()
                .post(
                        "/v1/customers",
                        "{\"id\":\"" + customer + "\",\"name\":\"" + customer
                                + "\",\"currency\":\"USD\",\"zone\":\"UTC\"}");
        stack.api()
                .post(
                        "/v1/subscriptions",
                        "{\"customerId\":\"" + customer + "\",\"plan\":{\"key\":\"" + Names.PLAN
                                + "\"},\"zone\":\"UTC\",\"start\":\"" + traffic.lastMonth() + "\"}");
    }

    /**
     * Brings the accepted events to {@code until} by the log, as a trusted emitter would that sends none that is refused: at the door they
     * would wait for their answers. What is rated is deleted there.
     */
    void fill(long until) {
        RawLog log = new RawLog(stack.kafka().bootstrapServers());
        String topic = Topic.USAGE_EVENTS.topicName();
        while (load.accepted() < until) {
            long step = Math.min(FILL_STEP, until - load.accepted());
            long from = load.skip(step);
            log.write(topic, writer, from, position -> position < from + step, writer::isAcceptable);
            long written = LongStream.range(from, from + step)
                    .filter(writer::isAcceptable)
                    .count();
            load.count(written, step - written);
            awaitVisible();
            log.forget(topic);
            say(load.accepted() + " events are stored");
        }
    }

    /** One event more for a customer of each partition; when all of them are visible, so is everything sent before. */
    void awaitVisible() {
        rounds++;
        load.post(writer.calls(lasts, -rounds, 1));
        List<String> expected = NaiveBill.linesOfCalls(rounds);
        List<String> missing = new ArrayList<>(lasts);
        Spend spend = spend();
        long deadline = System.nanoTime() + DRAIN_LIMIT.toNanos();
        while (!missing.isEmpty()) {
            // One at a time and seldom: asking costs the machine that is measured.
            if (spend.lines(missing.getFirst()).equals(expected)) {
                missing.removeFirst();
                continue;
            }
            if (System.nanoTime() > deadline) {
                throw new BenchFailure("after " + DRAIN_LIMIT.toSeconds() + " s the last events of " + missing
                        + " are still not visible: " + spend.lines(missing.getFirst()) + " is not " + expected);
            }
            Api.pause(Duration.ofMillis(50));
        }
    }

    /**
     * Compares every customer with {@link NaiveBill} and the counts of rating-engine with those of the sender, after {@link #awaitVisible}.
     *
     * @param more events that were posted beside the traffic
     * @return the totals of the whole run
     */
    Map<String, Long> verify(long more) {
        say("comparing " + options.customers + " customers with the naive computation");
        NaiveBill bill = NaiveBill.of(traffic, options.customers, load.positions());
        verifyCustomers(bill);
        long extra = rounds * lasts.size() + more;
        verifyDoor(bill, extra);
        JsonNode reconciliation = reconciliation();
        verifyCounts(reconciliation, bill, extra, load.accepted());
        Map<String, Long> totals = new LinkedHashMap<>();
        totals.put("sent", load.positions() + extra);
        totals.put("accepted", load.accepted());
        totals.put("refused", load.refused());
        totals.put("rated", bill.counted() + extra);
        totals.put("duplicate", bill.repeated());
        totals.put("pushedBackRequests", load.pushedBack());
        return Collections.unmodifiableMap(totals);
    }

    /**
     * The same after the services were killed: a request whose answer was lost was sent again, so there may be more duplicates than the
     * traffic has, and nothing else may be different.
     *
     * @return duplicates that came from requests without an answer
     */
    long verifyAfterKills() {
        say("comparing " + options.customers + " customers with the naive computation");
        NaiveBill bill = NaiveBill.of(traffic, options.customers, load.positions());
        verifyCustomers(bill);
        long extra = rounds * lasts.size();
        verifyDoor(bill, extra);
        JsonNode reconciliation = reconciliation();
        long repeatedMore = reconciliation.get("received").longValue() - load.accepted();
        if (repeatedMore < 0) {
            throw new BenchFailure(-repeatedMore + " acknowledged events were not received by rating");
        }
        JsonNode dispositions = reconciliation.get("dispositions");
        mustBe("rated", dispositions.path("rated").longValue(), bill.counted() + extra);
        mustBe("duplicate", dispositions.path("duplicate").longValue(), bill.repeated() + repeatedMore);
        return repeatedMore;
    }

    /** Compares what the door answered with {@link NaiveBill}; {@code more} events were posted beside the traffic. */
    void verifyDoor(long more) {
        verifyDoor(NaiveBill.of(traffic, options.customers, load.positions()), more);
    }

    private void verifyDoor(NaiveBill bill, long extra) {
        mustBe("refused at the door", load.refused(), bill.refused());
        mustBe("accepted", load.accepted(), bill.counted() + bill.repeated() + extra);
    }

    /** The same for {@code positions} positions of the traffic that were written straight to the log. */
    void verifyWritten(long positions) {
        say("comparing " + options.customers + " customers with the naive computation");
        NaiveBill bill = NaiveBill.of(traffic, options.customers, positions);
        verifyCustomers(bill);
        long extra = rounds * lasts.size();
        JsonNode reconciliation = reconciliation();
        verifyCounts(reconciliation, bill, extra, positions + extra);
        mustBe("rejected", reconciliation.get("dispositions").path("rejected").longValue(), bill.refused());
    }

    /** The log holds exactly {@code accepted} events. */
    void verifyLog(long accepted) {
        LongAdder usage = new LongAdder();
        new RawLog(stack.kafka().bootstrapServers()).read(Topic.USAGE_EVENTS.topicName(), record -> {
            if (record.headers().lastHeader(Header.CONTROL) == null) {
                usage.increment();
            }
        });
        mustBe("usage records in the log", usage.sum(), accepted);
    }

    /** The same; the sum of the digests of their bytes, in which their order does not matter. */
    long logDigest(long accepted) {
        LongAdder usage = new LongAdder();
        LongAdder digest = new LongAdder();
        new RawLog(stack.kafka().bootstrapServers()).read(Topic.USAGE_EVENTS.topicName(), record -> {
            if (record.headers().lastHeader(Header.CONTROL) == null) {
                usage.increment();
                digest.add(digest(record.value()));
            }
        });
        mustBe("usage records in the log", usage.sum(), accepted);
        return digest.sum();
    }

    /** 64 bits of the bytes of one event. */
    static long digest(byte[] bytes) {
        long hash = bytes.length;
        for (byte b : bytes) {
            hash = (hash ^ b) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    JsonNode reconciliation() {
        return stack.api().get("/v1/usage/reconciliation");
    }

    private void verifyCustomers(NaiveBill bill) {
        for (int i = 0; i < options.customers; i++) {
            mustShow(Names.customer(i), bill.lines(i));
        }
    }

    private static void verifyCounts(JsonNode reconciliation, NaiveBill bill, long extra, long received) {
        JsonNode dispositions = reconciliation.get("dispositions");
        mustBe("received by rating", reconciliation.get("received").longValue(), received);
        mustBe("rated", dispositions.path("rated").longValue(), bill.counted() + extra);
        mustBe("duplicate", dispositions.path("duplicate").longValue(), bill.repeated());
        if (!reconciliation.get("balanced").booleanValue()) {
            throw new BenchFailure("accepted is not the sum of the dispositions: " + reconciliation);
        }
    }

    /** The spend of a customer is {@code expected}. */
    void mustShow(String customer, List<String> expected) {
        List<String> shown = spend().lines(customer);
        if (!shown.equals(expected)) {
            throw new BenchFailure("the spend of " + customer + " is " + shown + ", naively computed " + expected);
        }
    }

    static void mustBe(String what, long found, long expected) {
        if (found != expected) {
            throw new BenchFailure(what + " is " + found + ", naively computed " + expected);
        }
    }
}
