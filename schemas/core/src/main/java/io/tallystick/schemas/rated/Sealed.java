package io.tallystick.schemas.rated;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/**
 * Sent to every partition of {@code usage.rated} when rating-engine has met the barrier of a close in one partition of
 * {@code usage.events} and the log acknowledged every line that belongs to it.
 *
 * @param closeId the close
 * @param cutoff its cut-off
 * @param partition the partition of {@code usage.events} that is sealed
 * @param partitions how many there are
 * @param offset position of the barrier in the partition
 * @param received records of usage before the barrier since the partition began
 * @param dispositions how many of them ended in each disposition; they add up to {@code received}
 * @param lineCount lines of customers of this partition that belong to the close: billable after the previous cut-off of
 *     the partition, up to and including this one
 * @param lineDigest order-independent digest of these lines, see {@link RatedLine#digest()}
 * @param previousCutoff the cut-off before, null for the first
 * @param amounts sum of their amounts by currency
 * @param quantities sum of their quantities by meter
 */
public record Sealed(
        String closeId,
        Instant cutoff,
        int partition,
        int partitions,
        long offset,
        long received,
        Map<String, Long> dispositions,
        long lineCount,
        String lineDigest,
        Instant previousCutoff,
        Map<String, BigDecimal> amounts,
        Map<String, BigDecimal> quantities) {

    /** Copies the maps. */
    public Sealed {
        dispositions = Map.copyOf(dispositions);
        amounts = Map.copyOf(amounts);
        quantities = Map.copyOf(quantities);
    }
}
