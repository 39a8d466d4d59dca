package io.tallystick.rating.app;

import io.tallystick.schemas.usage.UsageEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * A correction of one event: a fact with author and reason.
 *
 * @param id which fact, a UUID
 * @param kind what is to become of the event
 * @param event the event
 * @param reason why, in the author's words
 * @param author the access key that asked for it
 * @param requestedAt when
 * @param replacement the event that counts instead, of an amendment
 * @param announced whether the log holds the record that announces it
 * @param appliedOffset position of that record, once it took effect
 * @param outcome {@link #APPLIED}, or why it could not be; empty before
 */
public record Correction(
        String id,
        Kind kind,
        Identity event,
        String reason,
        String author,
        Instant requestedAt,
        Optional<UsageEvent> replacement,
        boolean announced,
        Optional<Long> appliedOffset,
        Optional<String> outcome) {
    /** The outcome of a correction that took effect. */
    public static final String APPLIED = "applied";

    /** What is to become of the event. */
    public enum Kind {
        /** It does not count any more. */
        VOID,
        /** Another event counts instead. */
        AMEND,
        /** It was held, and counts from now on. */
        RELEASE
    }
}
