package io.tallystick.schemas.rated;

import java.time.Instant;

/**
 * How many lines one partition of {@code usage.events} has that no close holds. Sent to every partition of {@code usage.rated} at the
 * moment at which its lines there are exactly those that were counted: a reader that has taken what stands before it, and nothing
 * behind it, must hold the same.
 *
 * @param partition of {@code usage.events}
 * @param offset position of the request in it; a line with a revision above {@code offset + 1} was not counted
 * @param sealedUntil lines that are billable after this instant were counted; all of them if null
 * @param copies partitions of {@code usage.rated}, each of which gets one
 * @param lineCount how many
 * @param lineDigest order-independent digest of these lines, see {@link RatedLine#digest()}
 */
public record LinesCounted(
        int partition, long offset, Instant sealedUntil, int copies, long lineCount, String lineDigest) {}
