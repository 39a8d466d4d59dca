package io.tallystick.invoice.app;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.schemas.control.ControlRecord.LinesCollected;
import java.time.Instant;
import java.util.Map;

/** {@code usage.events}, as far as billing touches it. */
public interface UsageLog {

    /**
     * Appends the barrier of a close to every partition; returns when the log acknowledged all of them. Blocks. Doing it again is
     * harmless, because whoever answers goes by the id of the close.
     *
     * @return how many partitions must answer
     */
    Close.Barrier appendBarrier(Close.Request close);

    /** Tells what was collected of the lines of a partition, in that partition; returns when the log acknowledged it. Blocks. */
    void append(int partition, LinesCollected collected);

    /** Where each partition ended, and when that was. */
    Uni<Ends> ends();

    /**
     * The ends of the partitions at a moment.
     *
     * @param at a moment before the ends were read: everything that was acknowledged by then lies before them
     * @param offsets position after the last record, by partition
     */
    record Ends(Instant at, Map<Integer, Long> offsets) {
        /** Copies the map. */
        public Ends {
            offsets = Map.copyOf(offsets);
        }
    }
}
