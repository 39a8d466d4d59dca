package io.tallystick.testkit.simulation;

/** The end of a process in the middle of a step: nothing may catch it but who runs the process. */
public final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    /** The end, at a step. */
    public Crash(String where) {
        super("crash at " + where, null, false, false);
    }
}
