package io.tallystick.acceptance.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tallystick.acceptance.torture.Sender.Numbered;
import io.tallystick.demo.DemoEvent;
import io.tallystick.demo.DemoMonth;
import io.tallystick.launcher.client.ApiProblem;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.demo.DemoSetup;
import io.tallystick.launcher.view.Screen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * One run: a month of a seed is sent by several senders while one fault after the other is inflicted; then everything is left alone
 * until it has caught up, the month is closed, and the {@link Verdict} is given.
 */
public final class Torture {
    private static final int SENDERS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Options options;
    private final Screen screen;
    private final SplittableRandom random;
    private final DemoMonth month;
    private final Map<Fault, Integer> inflicted = new EnumMap<>(Fault.class);

    /**
     * What to do.
     *
     * @param seed of the traffic and of the faults
     * @param time how long faults are inflicted; every kind of fault comes at least once, however long that takes
     * @param folder for data, logs and the journal
     * @param services the jar that starts the three services
     * @param cache for the unpacked programs of PostgreSQL
     */
    public record Options(long seed, Duration time, Path folder, Path services, Path cache) {}

    /** A run, which tells what it does. */
    public Torture(Options options, Screen screen) {
        this.options = options;
        this.screen = screen;
        this.random = new SplittableRandom(options.seed());
        this.month = DemoMonth.of(options.seed());
    }

    /** Runs it to its verdict. */
    public Result run() {
        Path journalFile = options.folder().resolve("journal.txt");
        try (Rig rig = Rig.start(options.folder(), options.services(), options.cache());
                TallyClient client = rig.client()) {
            new DemoSetup(client, screen).run(DemoMonth.priceBook(), month.customers());
            try (Journal journal = Journal.in(journalFile)) {
                List<CompletableFuture<Void>> senders = send(client, journal);
                torment(rig);
                senders.forEach(CompletableFuture::join);
            }
            Duration drain = drain(client);
            screen.line("  caught up after " + drain.toMillis() + " ms; closing");
            List<JsonNode> invoices = close(rig, client);
            Journal.Promises promises = Journal.read(journalFile);
            Verdict verdict = Verdict.of(month, promises, client, invoices);
            JsonNode balance = client.get("/v1/usage/reconciliation");
            return new Result(options.seed(), inflicted, promises, rig.fenced(), drain, balance, verdict);
        }
    }

    /** Every sender has its own customers, so that the events of one identity are sent in the order of the month. */
    private List<CompletableFuture<Void>> send(TallyClient client, Journal journal) {
        Set<Integer> contested = contested();
        List<List<Numbered>> shares = IntStream.range(0, SENDERS)
                .<List<Numbered>>mapToObj(_ -> new ArrayList<>())
                .toList();
        List<DemoEvent> sent = month.sent();
        for (int number = 0; number < sent.size(); number++) {
            DemoEvent event = sent.get(number);
            shares.get(Math.floorMod(event.customerId().hashCode(), SENDERS)).add(new Numbered(number, event));
        }
        return shares.stream()
                .map(share -> new Sender(share, contested, client, journal, random.split(), options.time()))
                .map(CompletableFuture::runAsync)
                .toList();
    }

    /** Events with another of the same identity and other content: which one stays depends on whether the first arrived. */
    private Set<Integer> contested() {
        Map<List<String>, List<Integer>> byIdentity = new HashMap<>();
        Set<List<String>> conflicts = new HashSet<>();
        List<DemoEvent> sent = month.sent();
        for (int number = 0; number < sent.size(); number++) {
            List<String> identity = Verdict.identity(sent.get(number));
            byIdentity.computeIfAbsent(identity, _ -> new ArrayList<>()).add(number);
            if (sent.get(number).sort() == DemoEvent.Sort.CONFLICT) {
                conflicts.add(identity);
            }
        }
        Set<Integer> contested = new HashSet<>();
        conflicts.forEach(identity -> contested.addAll(byIdentity.get(identity)));
        return contested;
    }

    /** All kinds of fault in an order of the seed, again and again, with a pause after each. */
    private void torment(Rig rig) {
        long end = System.nanoTime() + options.time().toNanos();
        do {
            List<Fault> deck = new ArrayList<>(List.of(Fault.values()));
            Collections.shuffle(deck, new Random(random.nextLong()));
            for (Fault fault : deck) {
                if (inflicted.containsKey(fault) && System.nanoTime() > end) {
                    continue;
                }
                screen.line(
                        "  " + fault.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
                fault.inflict(rig, random);
                inflicted.merge(fault, 1, Integer::sum);
                Wait.millis(500 + random.nextInt(1_500));
            }
        } while (System.nanoTime() < end);
    }

    /** How long it takes until everything that was accepted is rated and stored. */
    private Duration drain(TallyClient client) {
        return Wait.until(
                PATIENCE,
                "everything that was accepted is rated",
                () -> month.customers().stream().allMatch(customer -> underWay(client, customer.id()) == 0));
    }

    private static long underWay(TallyClient client, String customer) {
        try {
            return client.get("/v1/customers/" + customer + "/spend")
                    .path("eventsUnderWay")
                    .asLong();
        } catch (ApiProblem problem) {
            if (problem.passing()) {
                return -1;
            }
            throw problem;
        }
    }

    /** One more kill comes in the middle of the close. */
    private List<JsonNode> close(Rig rig, TallyClient client) {
        String id = client.post(
                        "/v1/closes",
                        JsonNodeFactory.instance.objectNode().put("cutoff", DemoMonth.CUTOFF.toString()),
                        "torture")
                .get("id")
                .asText();
        Wait.millis(random.nextInt(300));
        rig.killServices(Duration.ZERO);
        Closing.complete(client, id);
        List<JsonNode> invoices = new ArrayList<>();
        for (JsonNode row : client.list("/v1/invoices?closeId=" + id)) {
            invoices.add(client.get("/v1/invoices/" + row.get("id").asText()));
        }
        return invoices;
    }

    /**
     * How a run ended.
     *
     * @param seed of the run
     * @param faults how often each was inflicted
     * @param promises what the senders were answered
     * @param fenced how often the fence has stopped a process that no longer owned its partitions
     * @param drain from the end of the traffic until everything was rated
     * @param balance the product's own reconciliation
     * @param verdict what was billed against what was promised
     */
    public record Result(
            long seed,
            Map<Fault, Integer> faults,
            Journal.Promises promises,
            long fenced,
            Duration drain,
            JsonNode balance,
            Verdict verdict) {
        /** Whether every promise was kept to the cent and the product's own books balance. */
        public boolean good() {
            return verdict.good() && balance.path("balanced").asBoolean();
        }
    }
}
