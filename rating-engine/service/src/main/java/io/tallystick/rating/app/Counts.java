package io.tallystick.rating.app;

import io.tallystick.schemas.control.ControlRecord.DoorCounted;
import io.tallystick.schemas.control.ControlRecord.LinesCollected;
import io.tallystick.schemas.rated.LinesCounted;
import java.time.Instant;

/** Keeps what others count, for the reconciliation, in the transaction that reads it from the log. */
public interface Counts {
    /** Keeps what a door has let in, unless later counts of it are kept already. */
    void door(int partition, DoorCounted counted);

    /** Keeps that a close waits until every line is computed again. */
    void verify(String closeId, Instant cutoff, Instant at);

    /** Keeps how many lines the partition had. */
    void lines(LinesCounted counted, Instant at);

    /** Keeps what was collected of them, if it answers the last count. */
    void collected(int partition, LinesCollected collected);
}
