package io.tallystick.acceptance.torture;

import io.tallystick.launcher.view.Screen;
import io.tallystick.schemas.crash.CrashPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/** Inflicts faults, tells each with the second in which it begins, and counts them. */
final class Torment {
    private static final Duration JOINED = Duration.ofMinutes(1);

    private final Rig rig;
    private final SplittableRandom random;
    private final Screen screen;
    private final long begun = System.nanoTime();
    private final Map<Fault, Integer> inflicted = new EnumMap<>(Fault.class);
    private final Set<Fault> impossible = EnumSet.noneOf(Fault.class);

    Torment(Rig rig, SplittableRandom random, Screen screen) {
        this.rig = rig;
        this.random = random;
        this.screen = screen;
        for (Fault fault : Fault.values()) {
            if (!fault.isPossible(rig)) {
                impossible.add(fault);
                screen.line("  this machine does not allow: " + fault.words());
            }
        }
    }

    Map<Fault, Integer> inflicted() {
        return Map.copyOf(inflicted);
    }

    Set<Fault> impossible() {
        return Set.copyOf(impossible);
    }

    /** All kinds of fault in an order of the seed, again and again, with a pause after each. */
    void rounds(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        do {
            List<Fault> deck = new ArrayList<>(List.of(Fault.values()));
            Collections.shuffle(deck, new Random(random.nextLong()));
            for (Fault fault : deck) {
                if (!inflicted.containsKey(fault) || System.nanoTime() < end) {
                    inflict(fault);
                    Wait.millis(500 + random.nextInt(1_500));
                }
            }
        } while (System.nanoTime() < end);
    }

    /** One after the other, but where a process has to start anyway, others use the time. */
    void story() {
        CrashPoint point = rig.crashes()
                .pick(
                        EnumSet.of(
                                CrashPoint.RATING_UNIT_BEFORE_COMMIT,
                                CrashPoint.RATING_UNIT_AFTER_COMMIT,
                                CrashPoint.RATING_LINES_ACKNOWLEDGED,
                                CrashPoint.RATING_SEALS_ACKNOWLEDGED),
                        random);
        Instance doomed = rig.another("-D" + CrashPoint.PROPERTY + "=" + point.label());
        Instance next = rig.another();
        inflict(Fault.SENDERS_CUT_OFF);
        inflict(Fault.ANSWERS_TO_SENDERS_LOST);
        inflict(Fault.CLOCK_STEPPED);
        next.awaitReady();
        Wait.until(
                JOINED,
                "a third process ends at " + point.label(),
                () -> !doomed.process().isAlive());
        rig.crashes().reached(point);
        tell(Fault.REBALANCED_AMONG_THREE);
        tell(Fault.CRASH_POINT_REACHED);
        tell(Fault.SERVICES_STOPPED_AND_REPLACED);
        Fault.stopAndReplace(rig, next, Duration.ofMillis(1 + random.nextInt(1_000)));
        tell(Fault.SERVICES_KILLED);
        List<Fault> rest = new ArrayList<>(EnumSet.complementOf(EnumSet.of(Fault.ALL_KILLED_AT_ONCE)));
        Collections.shuffle(rest, new Random(random.nextLong()));
        rest.stream().filter(fault -> !inflicted.containsKey(fault)).forEach(this::inflict);
    }

    /** One fault from its beginning to its end. */
    void inflict(Fault fault) {
        if (!impossible.contains(fault)) {
            tell(fault);
            fault.inflict(rig, random);
        }
    }

    private void tell(Fault fault) {
        screen.line("  %5d s  %s"
                .formatted(Duration.ofNanos(System.nanoTime() - begun).toSeconds(), fault.words()));
        inflicted.merge(fault, 1, Integer::sum);
    }
}
