package io.tallystick.invoice.app;

/** The database refuses the data themselves; trying again would not help. Everything else that a store throws may pass. */
public final class Unstorable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what the database said. */
    public Unstorable(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
