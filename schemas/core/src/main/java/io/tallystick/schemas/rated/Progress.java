package io.tallystick.schemas.rated;

import java.time.Instant;

/**
 * How far one partition of {@code usage.events} is rated: every line that its records before {@code offset} changed stands in
 * {@code usage.rated} before this record. Sent to the partition of {@code usage.rated} with the same number, at most a few times a second.
 *
 * @param partition the partition of {@code usage.events}
 * @param offset position of the next record that is not rated yet
 * @param receivedAt timestamp of the last record that is rated, null before the first
 */
public record Progress(int partition, long offset, Instant receivedAt) {}
