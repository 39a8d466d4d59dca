package io.tallystick.rating.app;

/** What the owner of a partition asks of the adapter of {@code usage.events}. Every call may wait for the broker. */
public interface UsageLog {
    /**
     * Position of the first record at or after {@code offset} that can still be read; it is larger than {@code offset} where the log has
     * a hole (the end of a foreign transaction) or where retention has deleted records.
     */
    long firstReadable(int partition, long offset);

    /** Position of the first record that retention has left. */
    long beginning(int partition);

    /** How many partitions there are. */
    int partitions();

    /** Goes on reading at {@code offset}. */
    void seek(int partition, long offset);

    /** Says that everything before {@code nextOffset} is done, so that other members of the group need not read it again. */
    void done(int partition, long nextOffset);
}
