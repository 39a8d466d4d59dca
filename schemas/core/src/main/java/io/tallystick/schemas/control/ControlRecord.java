package io.tallystick.schemas.control;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * A record in {@code usage.events} that is not usage but must be seen in the order of the log. The header
 * {@link io.tallystick.schemas.topics.Header#CONTROL} carries {@link #kind()}, the value is the record as JSON.
 */
public sealed interface ControlRecord {
    /** The value of the header. */
    @JsonIgnore
    default String kind() {
        return switch (this) {
            case SealRequested _ -> SealRequested.KIND;
            case CustomerChanged _ -> CustomerChanged.KIND;
            case PeriodsDue _ -> PeriodsDue.KIND;
            case UsageCorrected _ -> UsageCorrected.KIND;
            case SubscriptionRetried _ -> SubscriptionRetried.KIND;
            case UsageReplayed _ -> UsageReplayed.KIND;
            case BackfillDecided _ -> BackfillDecided.KIND;
            case DoorCounted _ -> DoorCounted.KIND;
            case LinesCountRequested _ -> LinesCountRequested.KIND;
            case LinesCollected _ -> LinesCollected.KIND;
        };
    }

    /**
     * The barrier of a close (DESIGN section 5), one in every partition: what stands before it is in.
     *
     * @param closeId the close that asks
     * @param cutoff every line that is billable up to and including this instant belongs to the close
     * @param verify whether every line has to be computed again before the close goes on; null for no
     */
    record SealRequested(
            String closeId,
            Instant cutoff,
            @JsonInclude(JsonInclude.Include.NON_NULL) Boolean verify) implements ControlRecord {
        /** A barrier of a close that asks for no more. */
        public SealRequested(String closeId, Instant cutoff) {
            this(closeId, cutoff, null);
        }

        /** The header value of a barrier. */
        public static final String KIND = "seal-requested";
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
    }

    /**
     * Time has passed: lines of every period that has started by {@code asOf} come into being. One in every partition.
     *
     * @param asOf the time at the writer of the record
     */
    record PeriodsDue(Instant asOf) implements ControlRecord {
        /** The header value of passing time. */
        public static final String KIND = "periods-due";
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
    }

    /**
     * The events of a backfill count from here on, or never will. Which of both is kept as a fact under {@code backfillId}. One in
     * every partition.
     *
     * @param backfillId the fact
     */
    record BackfillDecided(String backfillId) implements ControlRecord {
        /** The header value of a decision on a backfill. */
        public static final String KIND = "backfill-decided";
    }

    /**
     * What a door has let in, absolute since it was started, so that a record that is lost is made up by the next. One in every
     * partition, appended after everything that it counts; received = accepted + refused + unacknowledged + under way.
     *
     * @param door the door, made when it was started; a UUID
     * @param startedAt from when it counts
     * @param countedAt when it counted
     * @param received events of requests that it looked at
     * @param accepted those that the log acknowledged
     * @param refused those that were refused with a reason
     * @param unacknowledged those whose request was answered with 503: what became of them is unknown
     * @param underWay those that the log has not answered yet
     * @param acceptedHere those that were accepted into the partition of this record
     */
    record DoorCounted(
            String door,
            Instant startedAt,
            Instant countedAt,
            long received,
            long accepted,
            long refused,
            long unacknowledged,
            long underWay,
            long acceptedHere)
            implements ControlRecord {
        /** The header value of a door's counts. */
        public static final String KIND = "door-counted";
    }

    /**
     * The lines of the partition that no close holds are to be counted, and compared with those that were collected. One in every
     * partition.
     *
     * @param askedAt when it was asked
     */
    record LinesCountRequested(Instant askedAt) implements ControlRecord {
        /** The header value of such a request. */
        public static final String KIND = "lines-count-requested";
    }

    /**
     * What was collected of the lines of a partition when it was told {@link io.tallystick.schemas.rated.LinesCounted}. Stands in
     * that partition.
     *
     * @param offset position of the request that was answered
     * @param lines how many
     * @param digest their order-independent digest, 32 hex digits
     * @param detail which of them are damaged where they were collected; null if none is
     * @param collectedAt when they were counted
     */
    record LinesCollected(long offset, long lines, String digest, String detail, Instant collectedAt)
            implements ControlRecord {
        /** The header value of such an answer. */
        public static final String KIND = "lines-collected";
    }
}
