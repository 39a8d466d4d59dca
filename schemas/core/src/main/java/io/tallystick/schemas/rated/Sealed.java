package io.tallystick.schemas.rated;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
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
 * @param notices what somebody should look at before the close is approved, the most important first; at most {@link
 *     #MOST_NOTICES}, of which the last may stand for all that did not fit
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
        Map<String, BigDecimal> quantities,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Notice> notices) {
    /** A seal stays small, however much went wrong. */
    public static final int MOST_NOTICES = 200;

    /** The code of a notice that a close does not go on with: two figures that must be the same are not. Its reason names them. */
    public static final String DIFFERENCE = "reconciliation_difference";

    /** Copies the collections. */
    public Sealed {
        notices = notices == null ? List.of() : List.copyOf(notices);
        dispositions = Map.copyOf(dispositions);
        amounts = Map.copyOf(amounts);
        quantities = Map.copyOf(quantities);
    }

    /** A seal without notices. */
    public Sealed(
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
        this(
                closeId,
                cutoff,
                partition,
                partitions,
                offset,
                received,
                dispositions,
                lineCount,
                lineDigest,
                previousCutoff,
                amounts,
                quantities,
                List.of());
    }

    /** The same answer with other notices. */
    public Sealed withNotices(List<Notice> others) {
        return new Sealed(
                closeId,
                cutoff,
                partition,
                partitions,
                offset,
                received,
                dispositions,
                lineCount,
                lineDigest,
                previousCutoff,
                amounts,
                quantities,
                others);
    }

    /**
     * Something of one customer, or of the whole partition, that is not billed or may be billed wrongly.
     *
     * @param code stable, snake_case: {@code unmatched_usage}, {@code parked_subscription}, {@code reconciliation_difference}
     * @param customerId whom it concerns, null for the partition
     * @param subscriptionId the subscription, null if none is
     * @param reason why, snake_case, such as {@code no_subscription}; null if the code says it all
     * @param count how many records or subscriptions
     * @param detail one sentence for the operator, null if code and reason say it all
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Notice(
            String code, String customerId, String subscriptionId, String reason, long count, String detail) {}
}
