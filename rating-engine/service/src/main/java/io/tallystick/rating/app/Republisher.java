package io.tallystick.rating.app;

import java.util.List;
import java.util.Optional;

/** Hands over again what is committed and may not stand in the log, as it is found by its position. */
public final class Republisher {
    private final RatingStore store;
    private final RatedLog rated;

    /** From {@code store} to {@code rated}. */
    public Republisher(RatingStore store, RatedLog rated) {
        this.store = store;
        this.rated = rated;
    }

    /** Everything of a partition that is not known to be acknowledged, and its position. */
    void everything(Position position, RatedLog.Outlet outlet) throws InterruptedException {
        int partition = position.partition();
        long published = store.publishedUpTo(partition);
        if (published < position.nextOffset()) {
            lines(partition, published, outlet);
        }
        outlet.committed(Committed.at(position)
                .with(store.rejectionsSince(partition, published), store.sealsSince(partition, published)));
    }

    /** The lines of a partition that records from {@code offset} on have changed. */
    void lines(int partition, long offset, RatedLog.Outlet outlet) throws InterruptedException {
        List<PublishedLine> lines = store.linesChangedSince(partition, offset, Optional.empty());
        while (!lines.isEmpty()) {
            rated.awaitRoom();
            outlet.again(offset, lines);
            lines = store.linesChangedSince(partition, offset, Optional.of(lines.getLast()));
        }
    }
}
