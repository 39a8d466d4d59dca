package io.tallystick.testkit.simulation;

/** A failure of the infrastructure, as the pipeline may meet it at any call. */
public final class Trouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Such a failure. */
    public Trouble(Fault fault, String where) {
        super(fault + " at " + where, null, false, false);
    }
}
