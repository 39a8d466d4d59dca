package io.tallystick.rating.app;

import io.tallystick.schemas.usage.UsageEvent;
import java.time.Instant;

/**
 * An event that was kept.
 *
 * @param event the event
 * @param disposition how it ended
 * @param reason why
 * @param receivedAt when the log took it in
 * @param partition where in the log
 * @param offset and at which position
 */
public record KeptEvent(
        UsageEvent event, Disposition disposition, String reason, Instant receivedAt, int partition, long offset) {
    /** An event that came after a close of its period, and whose plan lets an operator decide. */
    public static final String HELD_LATE = "held_late";

    /** Whether it waits for an operator to release or void it: no change of a subscription lets it count. */
    public boolean isHeld() {
        return isHeld(disposition, reason);
    }

    private static boolean isHeld(Disposition disposition, String reason) {
        return disposition == Disposition.UNMATCHED && reason.equals(HELD_LATE);
    }

    /** Whether it counts, or counts as soon as there is something to bill it to. */
    boolean isOpen() {
        return isOpen(disposition, reason);
    }

    /** The same of an event that ended so. */
    public static boolean isOpen(Disposition disposition, String reason) {
        return (disposition == Disposition.RATED || disposition == Disposition.UNMATCHED)
                && !isHeld(disposition, reason);
    }

    /** The same with another end. */
    KeptEvent as(Disposition now, String because) {
        return new KeptEvent(event, now, because, receivedAt, partition, offset);
    }
}
