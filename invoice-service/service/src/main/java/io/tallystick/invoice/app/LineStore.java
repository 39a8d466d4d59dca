package io.tallystick.invoice.app;

import io.tallystick.schemas.control.ControlRecord.LinesCollected;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps what {@code usage.rated} says. */
public interface LineStore {

    /**
     * Takes a batch in one transaction; taking it again changes nothing. Blocks.
     *
     * @param batch at most one line for each id, one seal for each (close, partition, partition), any order
     * @return what was put aside: broken records, and lines that would change closed books
     * @throws Unstorable if the database refuses the data of one of them; nothing was taken then
     */
    List<RatedRecord.Broken> collect(List<RatedRecord> batch);

    /**
     * Counts the lines that are held at the record that tells how many there are. Everything before it in its partition was taken, and
     * nothing behind it. Blocks.
     *
     * @param now the time that stands in the answer
     * @return the answer, once every partition of {@code usage.rated} was counted; empty before, and where nothing can be said because
     *     records behind it were taken in an earlier life
     */
    Optional<LinesCollected> count(RatedRecord.Counted told, Instant now);
}
