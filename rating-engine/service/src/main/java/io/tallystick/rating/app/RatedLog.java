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

    /** Takes the partition over: whoever had it before is not heard any more, and what waits of him is forgotten. */
    Outlet open(int partition);

    /** Up to where everything of the partition is acknowledged; empty as long as that is unknown. */
    Optional<Long> publishedUpTo(int partition);

    /**
     * Where one owner of a partition hands over. What it hands over follows without a gap on what it handed over before: a position
     * without the lines before it would say that they are published.
     */
    interface Outlet {
        /**
         * Hands over the newest state of lines that may not be published; without effect once it is closed.
         *
         * @param since position before which nothing of the partition is missing in the log
         */
        void again(long since, Collection<PublishedLine> lines);

        /** Hands over what a unit of work has committed; without effect once it is closed. */
        void committed(Committed unit);

        /** Forgets what waits: another owner publishes it. */
        void close();
    }
}
