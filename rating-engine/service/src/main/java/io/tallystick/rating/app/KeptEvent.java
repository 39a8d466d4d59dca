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
        UsageEvent event, Disposition disposition, String reason, Instant receivedAt, int partition, long offset) {}
