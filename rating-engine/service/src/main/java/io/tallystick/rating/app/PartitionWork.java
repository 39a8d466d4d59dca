package io.tallystick.rating.app;

import java.util.List;

/**
 * The units of work of one partition. It holds what it knows of the partition in memory; after any failure it is thrown away and
 * made anew from the database.
 */
interface PartitionWork {
    /** Where the partition stands; empty if none of its records was ever done. */
    java.util.Optional<Position> position();

    /** Does a run of usage records, all or nothing; the first is the one at the position, and they are in order. */
    Committed usage(Position from, List<LogRecord.Usage> run);

    /** Does a control record. */
    Committed control(Position from, LogRecord.Control record);
}
