package io.tallystick.rating.app;

import io.tallystick.schemas.usage.UsageEvent;
import java.time.Instant;

/**
 * An acceptable event that is to be kept.
 *
 * @param event the event
 * @param data its payload as JSON
 * @param receivedAt when the log took it in
 * @param offset its position in the partition
 * @param disposition how it ends if it is new
 * @param reason why, snake_case
 */
public record NewEvent(
        UsageEvent event, String data, Instant receivedAt, long offset, Disposition disposition, String reason) {}
