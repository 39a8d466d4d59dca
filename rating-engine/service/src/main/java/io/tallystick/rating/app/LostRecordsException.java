package io.tallystick.rating.app;

/** Retention has deleted records that were not rated: the partition is parked until a person decides. */
final class LostRecordsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostRecordsException(int partition, long next, long beginning) {
        super("partition " + partition + " is parked: its records from " + next + " to " + (beginning - 1)
                + " were deleted by retention before they were rated");
    }
}
