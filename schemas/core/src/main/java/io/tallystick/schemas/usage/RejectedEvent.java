package io.tallystick.schemas.usage;

import java.time.Instant;

/**
 * Value of {@code usage.rejected}: an event that stood in the log but could not be accepted.
 *
 * @param code the stable reason
 * @param pointer where in the event
 * @param detail one sentence for people
 * @param partition partition of {@code usage.events} in which it stands
 * @param offset its offset there
 * @param receivedAt timestamp of its record
 * @param eventBase64 the bytes of the event as they came
 */
public record RejectedEvent(
        ReasonCode code,
        String pointer,
        String detail,
        int partition,
        long offset,
        Instant receivedAt,
        String eventBase64) {}
