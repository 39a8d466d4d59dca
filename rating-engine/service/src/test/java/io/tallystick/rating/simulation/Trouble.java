package io.tallystick.rating.simulation;

/** A failure of the infrastructure, as the pipeline may meet it at any call. */
final class Trouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Trouble(Fault fault, String where) {
        super(fault + " at " + where, null, false, false);
    }
}
