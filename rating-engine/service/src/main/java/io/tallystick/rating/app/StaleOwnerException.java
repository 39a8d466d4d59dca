package io.tallystick.rating.app;

/** Another owner has moved the position of the partition: what this one did is void. */
public final class StaleOwnerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The position stands at {@code found}, and not where this owner left it. */
    public StaleOwnerException(int partition, long expected, String found) {
        super(
                "partition " + partition + " stands at " + found + ", not at " + expected
                        + ": another instance owns it now",
                null,
                false,
                false);
    }
}
