package io.tallystick.testkit.simulation;

import java.util.EnumSet;
import java.util.Set;

/** The smallest setting, of those that were tried, in which a seed goes wrong: fewer kinds of faults, then fewer steps. */
public final class Shrunk {
    private static final int LAST_STEPS = 120;
    private static final int MOST_STEPS = 100;

    private final Runs runs;
    private Set<Fault> faults;
    private int steps;
    private String difference;
    private String history = "";

    private Shrunk(Runs runs, Set<Fault> faults, int steps, String difference) {
        this.runs = runs;
        this.faults = faults;
        this.steps = steps;
        this.difference = difference;
    }

    /** One run of a simulation, from its beginning to its end. */
    public interface Run {
        /** Goes to the end. What it throws is what was found. */
        void toItsEnd();

        /** What has happened so far. */
        History history();
    }

    /** Makes runs of one seed. */
    @FunctionalInterface
    public interface Runs {
        /**
         * A run in which less goes wrong.
         *
         * @param faults what may go wrong
         * @param steps how many before everything comes to rest; 0 lets the seed decide
         */
        Run of(Set<Fault> faults, int steps);
    }

    /** What a person needs to find the reason why a seed goes wrong. */
    public static String report(long seed, Runs runs, Set<Fault> faults, Throwable difference) {
        Shrunk shrunk = new Shrunk(runs, faults, 0, difference.toString());
        for (Fault fault : Fault.values()) {
            Set<Fault> fewer = EnumSet.noneOf(Fault.class);
            fewer.addAll(shrunk.faults);
            fewer.remove(fault);
            shrunk.tryOut(fewer, 0);
        }
        boolean smaller = false;
        for (int fewer = 1; fewer < MOST_STEPS && !smaller; fewer++) {
            smaller = shrunk.tryOut(shrunk.faults, fewer);
        }
        shrunk.tryOut(shrunk.faults, shrunk.steps);
        return "Seed " + seed + " goes wrong; -Dsimulation.seed=" + seed + " replays it.\n" + difference
                + "\nThe smallest that goes wrong: faults " + shrunk.faults + ", steps " + shrunk.steps + "\n"
                + shrunk.difference + "\n" + shrunk.history;
    }

    private boolean tryOut(Set<Fault> fewerFaults, int fewerSteps) {
        Run run = runs.of(fewerFaults, fewerSteps);
        try {
            run.toItsEnd();
            return false;
        } catch (RuntimeException | Error found) {
            faults = fewerFaults;
            steps = fewerSteps;
            difference = found.toString();
            history = run.history().last(LAST_STEPS);
            return true;
        }
    }
}
