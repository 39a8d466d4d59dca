package io.tallystick.invoice.assembly;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Why a close is complete: what rating-engine sealed and what was collected, side by side for every partition.
 *
 * @param cutoff of the close
 * @param received records of usage before the barrier, since the log began
 * @param dispositions how many of them ended in each disposition; they add up to {@code received}
 * @param lines lines that belong to the close
 * @param amounts their sums by currency
 * @param quantities their quantities by meter, as sealed
 * @param differences between sealed and collected; 0, or there would be no proof
 * @param partitions the same for each partition
 */
public record Proof(
        Instant cutoff,
        long received,
        Map<String, Long> dispositions,
        long lines,
        Map<String, BigDecimal> amounts,
        Map<String, BigDecimal> quantities,
        int differences,
        List<Part> partitions) {

    /** Copies the collections, maps sorted by key. */
    public Proof {
        dispositions = new TreeMap<>(dispositions);
        amounts = new TreeMap<>(amounts);
        quantities = new TreeMap<>(quantities);
        partitions = List.copyOf(partitions);
    }

    /**
     * One partition of {@code usage.events}.
     *
     * @param partition its number
     * @param offset position of the barrier
     * @param received records of usage before it
     * @param dispositions of them
     * @param lines lines that belong to the close, sealed and collected alike
     * @param digest order-independent digest of these lines, 32 hex digits
     * @param amounts their sums by currency
     */
    public record Part(
            int partition,
            long offset,
            long received,
            Map<String, Long> dispositions,
            long lines,
            String digest,
            Map<String, BigDecimal> amounts) {

        /** Copies the maps, sorted by key. */
        public Part {
            dispositions = new TreeMap<>(dispositions);
            amounts = new TreeMap<>(amounts);
        }
    }
}
