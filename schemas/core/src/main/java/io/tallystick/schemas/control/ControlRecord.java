package io.tallystick.schemas.control;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;

/**
 * A record in {@code usage.events} that is not usage but must be seen in the order of the log. The header
 * {@link io.tallystick.schemas.topics.Header#CONTROL} carries {@link #kind()}, the value is the record as JSON.
 */
public sealed interface ControlRecord {
    /** The value of the header. */
    @JsonIgnore
    String kind();

    /**
     * The barrier of a close (DESIGN section 5), one in every partition: what stands before it is in.
     *
     * @param closeId the close that asks
     * @param cutoff every line that is billable up to and including this instant belongs to the close
     */
    record SealRequested(String closeId, Instant cutoff) implements ControlRecord {
        /** The header value of a barrier. */
        public static final String KIND = "seal-requested";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * Subscriptions of the customer changed: its owner reads them again, completes lines and replays unmatched events. Stands in
     * the customer's partition.
     *
     * @param customerId whose timeline changed
     * @param changeId the change, for people who read the log
     */
    record CustomerChanged(String customerId, String changeId) implements ControlRecord {
        /** The header value of a change. */
        public static final String KIND = "customer-changed";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * Time has passed: lines of every period that has started by {@code asOf} come into being. One in every partition.
     *
     * @param asOf the time at the writer of the record
     */
    record PeriodsDue(Instant asOf) implements ControlRecord {
        /** The header value of passing time. */
        public static final String KIND = "periods-due";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * An event is voided, amended or released. What, by whom and why is kept as a fact under {@code correctionId}; it takes effect
     * at this position. Stands in the customer's partition.
     *
     * @param customerId whose event it is
     * @param correctionId the fact
     */
    record UsageCorrected(String customerId, String correctionId) implements ControlRecord {
        /** The header value of a correction. */
        public static final String KIND = "usage-corrected";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * A subscription that was parked after a broken invariant is tried again, with every event that waits for it. Stands in the
     * customer's partition.
     *
     * @param customerId whose subscription it is
     * @param subscriptionId which one
     * @param requestId the request, for people who read the log
     */
    record SubscriptionRetried(String customerId, String subscriptionId, String requestId) implements ControlRecord {
        /** The header value of another try. */
        public static final String KIND = "subscription-retried";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * Rejected and unmatched events are looked at again. Which ones is kept as a fact under {@code replayId}. One in every
     * partition.
     *
     * @param replayId the fact
     */
    record UsageReplayed(String replayId) implements ControlRecord {
        /** The header value of a replay. */
        public static final String KIND = "usage-replayed";

        @Override
        public String kind() {
            return KIND;
        }
    }
}
