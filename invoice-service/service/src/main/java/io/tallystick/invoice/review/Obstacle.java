package io.tallystick.invoice.review;

import io.tallystick.schemas.id.Hash128;
import java.time.Instant;

/**
 * An exception of a close: something that is not billed, or may be billed wrongly, and has to be mended or waived by name before the
 * close is approved.
 *
 * @param id derived from what it is about, so that the same thing has the same id in every close; 32 hex digits
 * @param code {@code unmatched_usage}, {@code rejected_usage}, {@code parked_subscription}, {@code reconciliation_difference},
 *     {@code customer_missing}, {@code invoice_impossible}, {@code draft_changed} or {@code records_put_aside}
 * @param customerId whom it concerns, or null
 * @param subscriptionId the subscription, or null
 * @param partition of {@code usage.events}, or null
 * @param reason a second word to the code, or null
 * @param count how many records or subscriptions
 * @param sentence what it is
 * @param remedy what to do, and what waiving means
 * @param state open, mended or waived
 * @param waiver who let it pass and why; null unless waived
 */
public record Obstacle(
        String id,
        String code,
        String customerId,
        String subscriptionId,
        Integer partition,
        String reason,
        long count,
        String sentence,
        String remedy,
        String state,
        Waiver waiver) {

    /**
     * Who let an exception pass.
     *
     * @param by the access key
     * @param name its name
     * @param reason why
     * @param at when
     */
    public record Waiver(String by, String name, String reason, Instant at) {}

    /** An open one. */
    static Obstacle open(Subject subject, long count, String sentence, String remedy) {
        return new Obstacle(
                subject.id(),
                subject.code(),
                subject.customerId(),
                subject.subscriptionId(),
                subject.partition(),
                subject.reason(),
                count,
                sentence,
                remedy,
                "open",
                null);
    }

    /** What an obstacle is about. */
    record Subject(String code, String customerId, String subscriptionId, Integer partition, String reason) {
        String id() {
            return Hash128.of(
                            code,
                            customerId == null ? "" : customerId,
                            subscriptionId == null ? "" : subscriptionId,
                            partition == null ? "" : partition.toString(),
                            reason == null ? "" : reason)
                    .toString();
        }
    }
}
