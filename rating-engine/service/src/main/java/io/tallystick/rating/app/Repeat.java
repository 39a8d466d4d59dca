package io.tallystick.rating.app;

import java.time.Instant;

/**
 * A record whose identity was known already.
 *
 * @param offset its position in the partition
 * @param identity whose
 * @param disposition {@link Disposition#DUPLICATE} or {@link Disposition#CONFLICT}
 * @param receivedAt when the log took it in
 * @param event the bytes as they came, null for a duplicate
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes pass through, nobody compares them
public record Repeat(long offset, Identity identity, Disposition disposition, Instant receivedAt, byte[] event) {}
