package io.tallystick.acceptance.torture;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.demo.DemoMonth;
import io.tallystick.launcher.client.ApiProblem;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.demo.DemoSetup;
import io.tallystick.launcher.view.Screen;
import io.tallystick.schemas.crash.CrashPoint;
import io.tallystick.schemas.crash.CrashPoint.Asked;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * One run: a month of a seed is sent by several senders while one fault after the other is inflicted; then everything is left alone
 * until it has caught up, the month is closed, and the {@link Verdict} is given.
 */
public final class Torture {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration CLOSE_PATIENCE = Duration.ofMinutes(10);

    private final Options options;
    private final Screen screen;
    private final SplittableRandom random;
    private final DemoMonth month;

    /**
     * What to do.
     *
     * @param course what is broken
     * @param crashes the crash points of the course {@code CRASH_POINTS}
     * @param seed of the traffic and of the faults
     * @param time how long faults are inflicted in rounds; every kind comes at least once, however long that takes
     * @param folder for data, logs and the journal
     * @param services the jar that starts the three services
     * @param cache for the unpacked programs of PostgreSQL
     */
    public record Options(
            Course course, List<Asked> crashes, long seed, Duration time, Path folder, Path services, Path cache) {
        /** Copies the list. */
        public Options {
            crashes = List.copyOf(crashes);
        }

        /** Those of the crash points that lie on a way, in its order. */
        List<Asked> crashes(Collection<CrashPoint> way) {
            return way.stream()
                    .flatMap(point -> crashes.stream().filter(asked -> asked.point() == point))
                    .toList();
        }
    }

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
        boolean walk = options.course() == Course.CRASH_POINTS;
        try (Rig rig = walk
                ? Rig.startStorage(options.folder(), options.services(), options.cache())
                : Rig.start(options.folder(), options.services(), options.cache())) {
            Torment torment = new Torment(rig, random, screen);
            if (walk) {
                new CrashWalk(rig, screen).setUp(month, options.crashes(CrashSites.OF_SETUP));
            } else {
                try (TallyClient client = rig.client()) {
                    new DemoSetup(client, screen).run(DemoMonth.priceBook(), month.customers());
                }
            }
            try (TallyClient client = rig.client()) {
                Duration drain;
                try (Journal journal = Journal.in(journalFile)) {
                    Duration time = longer(options.time(), options.course().leastTraffic());
                    Traffic traffic = Traffic.start(month, client, journal, random.split(), time);
                    switch (options.course()) {
                        case ROUNDS -> torment.rounds(options.time());
                        case BRIEF -> torment.story();
                        case CRASH_POINTS ->
                            new CrashWalk(rig, screen).traffic(traffic, options.crashes(CrashSites.OF_TRAFFIC));
                    }
                    long healed = System.nanoTime();
                    traffic.finish();
                    drain(client);
                    drain = Duration.ofNanos(System.nanoTime() - healed);
                }
                screen.line("  caught up " + drain.toMillis() + " ms after the last fault; closing");
                List<JsonNode> invoices = close(rig, torment, client);
                Journal.Promises promises = Journal.read(journalFile);
                Verdict verdict = Verdict.of(month, promises, client, invoices);
                JsonNode balance = client.get("/v1/usage/reconciliation");
                Incidents incidents = new Incidents(
                        torment.inflicted(), torment.impossible(), rig.crashes().reached(), rig.fenced());
                return new Result(options.seed(), incidents, missing(incidents), promises, drain, balance, verdict);
            }
        }
    }

    /** What the course has to show and did not: that nothing was lost says nothing about what never happened. */
    private List<String> missing(Incidents incidents) {
        List<String> missing = new ArrayList<>();
        if (options.course() == Course.CRASH_POINTS) {
            options.crashes().stream()
                    .filter(asked -> !incidents.crashes().containsKey(asked.point()))
                    .forEach(asked ->
                            missing.add("no process ended at " + asked.point().label()));
            return missing;
        }
        EnumSet.allOf(Fault.class).stream()
                .filter(fault -> !incidents.faults().containsKey(fault)
                        && !incidents.impossible().contains(fault))
                .forEach(fault -> missing.add("never inflicted: " + fault.words()));
        if (options.course() == Course.ROUNDS && incidents.fenced() == 0) {
            missing.add("the fence never stopped an owner that had been replaced");
        }
        return missing;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Waits until everything that was accepted is rated and stored. */
    private void drain(TallyClient client) {
        // An answer may be a second old, and says so: only one from after this moment knows of what was sent last.
        Instant asked = Instant.now();
        Wait.until(
                PATIENCE,
                "everything that was accepted is rated",
                () -> month.customers().stream().allMatch(customer -> rated(client, customer.id(), asked)));
    }

    private static boolean rated(TallyClient client, String customer, Instant asked) {
        try {
            JsonNode spend = client.get("/v1/customers/" + customer + "/spend");
            return spend.get("eventsUnderWay").asLong() == 0
                    && Instant.parse(spend.get("asOf").asText()).isAfter(asked);
        } catch (ApiProblem problem) {
            if (problem.passing()) {
                return false;
            }
            throw problem;
        }
    }

    /** The close goes on over crashes in the middle of it: at crash points, or of everything at once. */
    private List<JsonNode> close(Rig rig, Torment torment, TallyClient client) {
        CompletableFuture<JsonNode> closed = CompletableFuture.supplyAsync(() ->
                Closing.complete(client, Closing.begin(client, DemoMonth.CUTOFF, CLOSE_PATIENCE), CLOSE_PATIENCE));
        switch (options.course()) {
            case BRIEF -> torment.inflict(Fault.ALL_KILLED_AT_ONCE);
            case ROUNDS -> new CrashWalk(rig, screen).close(closed, someOfClose());
            case CRASH_POINTS -> new CrashWalk(rig, screen).close(closed, options.crashes(CrashSites.OF_CLOSE));
        }
        String id = closed.join().get("id").asText();
        List<JsonNode> invoices = new ArrayList<>();
        for (JsonNode row : client.list("/v1/invoices?closeId=" + id)) {
            invoices.add(client.get("/v1/invoices/" + row.get("id").asText()));
        }
        return invoices;
    }

    /** Three of those on the way of a close, in their order. */
    private List<Asked> someOfClose() {
        Set<CrashPoint> some = EnumSet.noneOf(CrashPoint.class);
        while (some.size() < 3) {
            some.add(CrashSites.OF_CLOSE.get(random.nextInt(CrashSites.OF_CLOSE.size())));
        }
        return CrashSites.OF_CLOSE.stream()
                .filter(some::contains)
                .map(point -> new Asked(point, 1))
                .toList();
    }

    /**
     * What happened to the system.
     *
     * @param faults how often each was inflicted
     * @param impossible faults that this machine does not allow
     * @param crashes how often a process ended at each crash point
     * @param fenced how often the fence has stopped a process that no longer owned its partitions
     */
    public record Incidents(
            Map<Fault, Integer> faults, Set<Fault> impossible, Map<CrashPoint, Integer> crashes, long fenced) {}

    /**
     * How a run ended.
     *
     * @param seed of the run
     * @param incidents what happened to the system
     * @param missing what should have happened to it and did not
     * @param promises what the senders were answered
     * @param drain from the end of the last fault until everything was sent and rated
     * @param balance the product's own reconciliation
     * @param verdict what was billed against what was promised
     */
    public record Result(
            long seed,
            Incidents incidents,
            List<String> missing,
            Journal.Promises promises,
            Duration drain,
            JsonNode balance,
            Verdict verdict) {
        private static final Duration LONGEST_DRAIN = Duration.ofSeconds(60);

        /** Copies the list. */
        public Result {
            missing = List.copyOf(missing);
        }

        /** Whether the backlog was gone soon enough after the last fault. */
        public boolean drainedInTime() {
            return drain.compareTo(LONGEST_DRAIN) < 0;
        }

        /** Whether every promise was kept to the cent, the product's own books balance, and nothing was left out. */
        public boolean good() {
            return verdict.good() && balance.path("balanced").asBoolean() && missing.isEmpty() && drainedInTime();
        }
    }
}
