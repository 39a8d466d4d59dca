package io.tallystick.invoice.app;

import java.util.List;

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
}
