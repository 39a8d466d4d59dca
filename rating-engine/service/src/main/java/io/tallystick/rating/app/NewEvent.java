package io.tallystick.rating.app;

import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.usage.UsageEvent;
import java.time.Instant;

/**
 * An acceptable event that is to be kept.
 *
 * @param event the event
 * @param identity {@link UsageEvent#identity}, which is dear: it is computed once for an event
 * @param receivedAt when the log took it in
 * @param offset its position in the partition
 * @param disposition how it ends if it is new
 * @param reason why, snake_case
 */
public record NewEvent(
        UsageEvent event, Hash128 identity, Instant receivedAt, long offset, Disposition disposition, String reason) {
    /** An event whose identity was not needed before. */
    public NewEvent(UsageEvent event, Instant receivedAt, long offset, Disposition disposition, String reason) {
        this(event, event.identity(), receivedAt, offset, disposition, reason);
    }
}
