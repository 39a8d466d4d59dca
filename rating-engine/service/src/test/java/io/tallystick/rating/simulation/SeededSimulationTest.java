package io.tallystick.rating.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.tallystick.testkit.simulation.Fault;
import io.tallystick.testkit.simulation.Shrunk;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * DESIGN section 4, rules 2 to 8, with a fault at every step. {@code -Dsimulation.seed=42} replays one seed and prints what happened;
 * {@code -Dsimulation.from=1000000 -Dsimulation.seeds=200000} tries others.
 */
class SeededSimulationTest {
    private static final long FROM = Long.getLong("simulation.from", 1);
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 20_000);

    /** Enough that every kind of fault has happened. */
    private static final int MANY = 2_000;

    /** A mistake that stays hidden for longer than this would be no use to find. */
    private static final int SOON = 40_000;

    @Test
    void whatever_fails_and_whoever_interferes_every_event_is_billed_once_and_every_close_holds_what_it_says() {
        Long one = Long.getLong("simulation.seed");
        if (one != null) {
            replay(one);
            return;
        }
        Map<Fault, Long> injected = new ConcurrentHashMap<>();
        AtomicLong fenced = new AtomicLong();
        AtomicLong unheard = new AtomicLong();
        AtomicLong readAgain = new AtomicLong();
        long start = System.nanoTime();
        LongStream.range(FROM, FROM + SEEDS).parallel().forEach(seed -> {
            Simulation.Result result = run(Simulation.Setting.of(seed));
            result.injected().forEach((fault, count) -> injected.merge(fault, count, Long::sum));
            fenced.addAndGet(result.fenced());
            unheard.addAndGet(result.unheard());
            readAgain.addAndGet(result.readAgain());
        });
        long millis = Math.max(1, (System.nanoTime() - start) / 1_000_000);
        System.out.printf(
                Locale.ROOT,
                "Simulation: seeds %d to %d, %d seeds/s on %d cores, stale owners refused: %d by the store and %d by the"
                        + " group, %d gaps noticed, faults %s%n",
                FROM,
                FROM + SEEDS - 1,
                SEEDS * 1_000L / millis,
                Runtime.getRuntime().availableProcessors(),
                fenced.get(),
                unheard.get(),
                readAgain.get(),
                new TreeMap<>(injected));
        if (SEEDS >= MANY) {
            assertTrue(fenced.get() > 0 && unheard.get() > 0, "a fence never had to bite");
            assertTrue(readAgain.get() > 0, "no gap was noticed");
            assertEquals(Set.of(Fault.values()), injected.keySet(), "kinds of faults that happened");
        }
    }

    private static Simulation.Result run(Simulation.Setting setting) {
        try {
            return new Simulation(setting).run();
        } catch (RuntimeException | Error difference) {
            return fail(report(setting, difference), difference);
        }
    }

    private static String report(Simulation.Setting failed, Throwable difference) {
        return Shrunk.report(
                failed.seed(),
                (faults, steps) ->
                        new Simulation(new Simulation.Setting(failed.seed(), failed.bugs(), faults, steps)).asRun(),
                failed.faults(),
                difference);
    }

    private static void replay(long seed) {
        Simulation simulation = new Simulation(Simulation.Setting.of(seed));
        try {
            Simulation.Result result = simulation.run();
            System.out.println(simulation.history().last(Integer.MAX_VALUE) + "Seed " + seed
                    + " goes right; digest of its history " + Long.toHexString(result.digest()));
        } catch (RuntimeException | Error difference) {
            System.out.println(simulation.history().last(Integer.MAX_VALUE));
            fail(report(Simulation.Setting.of(seed), difference), difference);
        }
    }

    @Test
    void the_same_seed_goes_the_same_way() {
        for (long seed = FROM; seed < FROM + 50; seed++) {
            assertEquals(
                    run(Simulation.Setting.of(seed)).digest(),
                    run(Simulation.Setting.of(seed)).digest(),
                    "seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource(Bug.class)
    void a_mistake_in_the_log_or_the_store_does_not_stay_hidden(Bug bug) {
        for (long seed = 1; seed <= SOON; seed++) {
            try {
                new Simulation(new Simulation.Setting(seed, EnumSet.of(bug), Set.of(Fault.values()), 0)).run();
            } catch (RuntimeException | Error found) {
                System.out.println("Simulation: " + bug + " is found by seed " + seed + ": "
                        + found.toString().lines().findFirst().orElse(""));
                return;
            }
        }
        fail(bug + " is not found by " + SOON + " seeds");
    }
}
