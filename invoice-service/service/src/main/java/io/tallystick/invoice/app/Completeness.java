package io.tallystick.invoice.app;

import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Comparison;
import io.tallystick.invoice.review.Obstacle;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The proof that a close is complete: for every partition and meter what was received, rated, billed and not billed.
 *
 * @param closeId of the close
 * @param state of it
 * @param cutoff of it
 * @param previousCutoff of the close before, or null
 * @param differences between what was rated and what was collected; empty, or there would be no review
 * @param partitions each of {@code usage.events}
 * @param waived what was let pass, and by whom
 * @param approval who let it be billed, or null
 */
public record Completeness(
        String closeId,
        String state,
        Instant cutoff,
        Instant previousCutoff,
        List<Comparison.Difference> differences,
        List<Part> partitions,
        List<Obstacle> waived,
        Close.Approval approval) {
    /** Copies the lists. */
    public Completeness {
        differences = List.copyOf(differences);
        partitions = List.copyOf(partitions);
        waived = List.copyOf(waived);
    }

    /**
     * One partition.
     *
     * @param partition its number
     * @param offset position of the barrier
     * @param received records of usage before it, since the log began
     * @param receivedSince of these, after the barrier of the close before
     * @param dispositions what became of all of them
     * @param dispositionsSince how these numbers changed since the close before; unmatched goes down when usage is matched
     * @param lines lines of the close
     * @param digest order-independent digest of them, sealed and collected alike
     * @param amounts their sums by currency
     * @param meters the same lines by meter
     */
    public record Part(
            int partition,
            long offset,
            long received,
            long receivedSince,
            Map<String, Long> dispositions,
            Map<String, Long> dispositionsSince,
            long lines,
            String digest,
            Map<String, BigDecimal> amounts,
            List<Meter> meters) {
        /** Copies the collections. */
        public Part {
            dispositions = new TreeMap<>(dispositions);
            dispositionsSince = new TreeMap<>(dispositionsSince);
            amounts = new TreeMap<>(amounts);
            meters = List.copyOf(meters);
        }
    }

    /**
     * Lines of a meter in a partition.
     *
     * @param meter the meter; {@code -} for fees and whatever else has none
     * @param all all of them
     * @param billed those on an invoice
     * @param notBilled those on none: of customers that were left out, or in a close that is not finished
     */
    public record Meter(String meter, Sum all, Sum billed, Sum notBilled) {}

    /**
     * Lines summed up.
     *
     * @param lines how many
     * @param events behind them
     * @param quantity of the meter, as text of a decimal
     * @param amounts by currency
     * @param digest order-independent digest of the lines, 32 hex digits
     */
    public record Sum(long lines, long events, BigDecimal quantity, Map<String, BigDecimal> amounts, String digest) {
        /** Copies the map, sorted by currency. */
        public Sum {
            amounts = new TreeMap<>(amounts);
        }
    }
}
