package io.tallystick.rating.simulation;

import java.util.EnumSet;
import java.util.Set;

/** The smallest setting, of those that were tried, in which a seed goes wrong: fewer kinds of faults, then fewer steps. */
final class Shrunk {
    private static final int LAST_STEPS = 120;

    private Simulation.Setting setting;
    private String difference;
    private String history = "";

    private Shrunk(Simulation.Setting setting, String difference) {
        this.setting = setting;
        this.difference = difference;
    }

    /** What a person needs to find the reason. */
    static String report(Simulation.Setting failed, Throwable difference) {
        Shrunk shrunk = new Shrunk(failed, difference.toString());
        for (Fault fault : Fault.values()) {
            Set<Fault> fewer = EnumSet.noneOf(Fault.class);
            fewer.addAll(shrunk.setting.faults());
            fewer.remove(fault);
            shrunk.tryOut(new Simulation.Setting(failed.seed(), failed.bugs(), fewer, failed.steps()));
        }
        boolean smaller = false;
        for (int steps = 1; steps < 100 && !smaller; steps++) {
            smaller =
                    shrunk.tryOut(new Simulation.Setting(failed.seed(), failed.bugs(), shrunk.setting.faults(), steps));
        }
        shrunk.tryOut(shrunk.setting);
        return "Seed " + failed.seed() + " goes wrong; -Dsimulation.seed=" + failed.seed() + " replays it.\n"
                + difference + "\nThe smallest that goes wrong: " + shrunk.setting + "\n" + shrunk.difference + "\n"
                + shrunk.history;
    }

    private boolean tryOut(Simulation.Setting smaller) {
        Simulation simulation = new Simulation(smaller);
        try {
            simulation.run();
            return false;
        } catch (RuntimeException | Error found) {
            setting = smaller;
            difference = found.toString();
            history = simulation.history().last(LAST_STEPS);
            return true;
        }
    }
}
