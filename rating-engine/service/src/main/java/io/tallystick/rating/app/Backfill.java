package io.tallystick.rating.app;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Usage that is sent in afterwards and counts as one unit, or not at all.
 *
 * @param id which, a UUID; events name it in the extension attribute {@code backfill}
 * @param name how people call it; no two have the same
 * @param reason why, in the author's words
 * @param customerId for one customer, or for all
 * @param author the access key that opened it
 * @param openedAt when
 * @param partitions how many partitions have to follow the decision
 * @param decision what became of it, empty while it is open
 * @param counts of its events
 */
public record Backfill(
        String id,
        String name,
        String reason,
        Optional<String> customerId,
        String author,
        Instant openedAt,
        int partitions,
        Optional<Decision> decision,
        Counts counts) {
    /** The reason of an event that waits for the decision. */
    public static final String OPEN = "backfill_open";

    /** The reason of an event whose backfill was reverted. */
    public static final String REVERTED = "backfill_reverted";

    /** What becomes of the events. */
    public enum Outcome {
        /** They count. */
        COMMIT,
        /** They never will. */
        REVERT;

        /** The word in the database, {@code commit} or {@code revert}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What was decided, by which access key, and when. */
    public record Decision(Outcome outcome, String author, Instant at) {}

    /**
     * Events.
     *
     * @param done partitions that have followed the decision
     * @param waiting received, and not decided where they stand
     * @param rated they count
     * @param unmatched committed, and there is nothing to bill them to
     * @param repeated committed, and known already
     * @param reverted they will never count
     */
    public record Counts(int done, long waiting, long rated, long unmatched, long repeated, long reverted) {
        /** Nothing yet. */
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);
    }

    /** Why its events are not billed, as long as it is not committed. */
    String reasonOfEvents() {
        return decision.filter(it -> it.outcome() == Outcome.REVERT).isPresent() ? REVERTED : OPEN;
    }

    /** {@code open}, {@code committing}, {@code committed}, {@code reverting} or {@code reverted}. */
    public String state() {
        boolean done = counts.done() == partitions;
        return decision.map(it -> switch (it.outcome()) {
                    case COMMIT -> done ? "committed" : "committing";
                    case REVERT -> done ? "reverted" : "reverting";
                })
                .orElse("open");
    }
}
