package io.tallystick.rating.app;

import java.util.Collection;
import java.util.Optional;

/**
 * What the owner of a partition hands over to be published after its transaction has committed. Nothing of it is needed to survive a
 * crash: what was not published is found by its position and handed over again when the partition is taken.
 */
public interface RatedLog {
    /**
     * Waits while too many lines are waiting to be published, so that memory stays bounded.
     *
     * @throws InterruptedException if the owner is stopped meanwhile
     */
    void awaitRoom() throws InterruptedException;

    /** Hands over the newest state of lines that an earlier owner may not have published. */
    void again(int partition, Collection<PublishedLine> lines);

    /** Hands over what a unit of work has committed. */
    void committed(int partition, Committed unit);

    /** Forgets what waits for the partition: another owner publishes it. */
    void release(int partition);

    /** Up to where everything of the partition is acknowledged; empty as long as that is unknown. */
    Optional<Long> publishedUpTo(int partition);
}
