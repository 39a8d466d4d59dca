package io.tallystick.rating.simulation;

/** The end of a process in the middle of a step: nothing may catch it but who runs the process. */
final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String where) {
        super("crash at " + where, null, false, false);
    }
}
