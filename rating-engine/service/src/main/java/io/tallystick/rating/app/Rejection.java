package io.tallystick.rating.app;

import io.tallystick.schemas.usage.Refusal;
import java.time.Instant;

/**
 * A record that is no acceptable event.
 *
 * @param offset its position in the partition
 * @param key the key of the record as text, null if it has none
 * @param refusal why
 * @param receivedAt when the log took it in
 * @param event the bytes as they came
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes pass through, nobody compares them
public record Rejection(long offset, String key, Refusal refusal, Instant receivedAt, byte[] event) {}
