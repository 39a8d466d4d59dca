package io.tallystick.rating.app;

import io.tallystick.schemas.rated.Sealed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Where positions, events, aggregates and lines are kept. */
public interface RatingStore {
    /** Does {@code work} in one transaction on the calling thread; whatever it throws undoes everything. */
    <T> T transaction(Function<RatingTransaction, T> work);

    /** Does {@code work} on one unchanging state of everything; whatever it writes is refused. */
    <T> T snapshot(Function<RatingTransaction, T> work);

    /** Where a partition stands. */
    Optional<Position> position(int partition);

    /** Where all known partitions stand, in their order. */
    List<Position> positions();

    /** Up to which position the results of a partition are known to stand in the log; 0 if nothing is known. */
    long publishedUpTo(int partition);

    /** Keeps up to where results are acknowledged, by partition. */
    void savePublished(Map<Integer, Long> nextOffsets);

    /** Lines of a partition that records from {@code offset} on have changed: some, those after {@code after} in a fixed order. */
    List<PublishedLine> linesChangedSince(int partition, long offset, Optional<PublishedLine> after);

    /** The rejections of a partition from {@code offset} on. */
    List<Rejection> rejectionsSince(int partition, long offset);

    /** The answers to closes of a partition from {@code offset} on. */
    List<Sealed> sealsSince(int partition, long offset);
}
