package io.tallystick.testkit.simulation;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Decides everything that is left to chance, from one seed, and writes it down. */
public final class Fate {
    /** So deep others may act in the middle of an action. */
    private static final int DEEPEST = 2;

    private final Random random;
    private final Set<Fault> allowed;
    private final History history = new History();
    private final Map<Fault, Long> injected = new EnumMap<>(Fault.class);
    private final int crashes;
    private final int losses;
    private final int interleavings;
    private Runnable others = () -> {};
    private BooleanSupplier process = () -> true;
    private boolean calm = true;
    private int depth;

    /** A fate in which only {@code allowed} faults happen. */
    public Fate(long seed, Set<Fault> allowed) {
        this.random = new Random(seed * 0x5DEECE66DL + 11);
        this.allowed = allowed.isEmpty() ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(allowed);
        this.crashes = random.nextInt(4);
        this.losses = random.nextInt(25);
        this.interleavings = random.nextInt(80);
    }

    /** Who acts while somebody else is in the middle of something. */
    public void others(Runnable act) {
        others = act;
    }

    /** Does something as a process that may end meanwhile, because another thread of it met its end. */
    public void as(BooleanSupplier alive, Runnable work) {
        BooleanSupplier before = process;
        process = alive;
        try {
            work.run();
        } finally {
            process = before;
        }
    }

    /** From now on faults happen, or none. */
    public void calm(boolean now) {
        calm = now;
    }

    /** Whether no fault happens now. */
    public boolean isCalm() {
        return calm;
    }

    /** How deep in the middle of others' actions this is. */
    public int depth() {
        return depth;
    }

    /** A number from 0 on, below {@code bound}. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** Yes, once in so many times. */
    public boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** One of them. */
    public <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Whether a fault happens now, once in so many times. */
    public boolean strikes(Fault fault, int oneIn) {
        if (calm || random.nextInt(oneIn) != 0 || !allowed.contains(fault)) {
            return false;
        }
        counted(fault);
        return true;
    }

    /** Notes a fault that came about by itself. */
    public void counted(Fault fault) {
        injected.merge(fault, 1L, Long::sum);
        note("! " + fault, History.NONE, History.NONE);
    }

    /** A step of a process: it may crash, lose its connection, or others may act before it goes on. */
    public void step(String where) {
        if (calm) {
            return;
        }
        int drawn = random.nextInt(1_000);
        if (drawn < crashes && allowed.contains(Fault.CRASH)) {
            counted(Fault.CRASH);
            throw new Crash(where);
        }
        if (drawn >= 100 && drawn < 100 + losses && allowed.contains(Fault.LOST_CONNECTION)) {
            counted(Fault.LOST_CONNECTION);
            throw new Trouble(Fault.LOST_CONNECTION, where);
        }
        if (drawn >= 200 && drawn < 200 + interleavings && depth < DEEPEST && allowed.contains(Fault.INTERLEAVED)) {
            counted(Fault.INTERLEAVED);
            depth++;
            try {
                for (int i = 1 + random.nextInt(3); i > 0; i--) {
                    others.run();
                }
            } finally {
                depth--;
            }
            if (!process.getAsBoolean()) {
                throw new Crash(where);
            }
        }
    }

    /** Writes a step down, with two numbers or {@link History#NONE}. */
    public void note(String what, long a, long b) {
        history.note(depth, what, a, b);
    }

    /** Writes a step down. */
    public void note(String what) {
        history.note(depth, what, History.NONE, History.NONE);
    }

    /** What has happened. */
    public History history() {
        return history;
    }

    /** How often which fault happened. */
    public Map<Fault, Long> injected() {
        return injected;
    }
}
