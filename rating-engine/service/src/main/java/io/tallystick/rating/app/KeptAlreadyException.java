package io.tallystick.rating.app;

/** An event that was believed to be new is kept already: the transaction is lost, and its work has to be done again with more care. */
public final class KeptAlreadyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The unique key of the events refused one of the partition. */
    public KeptAlreadyException(int partition, Throwable cause) {
        super(
                "an event of partition " + partition + " that was believed to be new is kept already",
                cause,
                false,
                false);
    }
}
