package io.tallystick.rating.app;

import java.time.Instant;

/**
 * A subscription that stands still after a broken invariant, until a person lets it be tried again. Its lines stay as they were; its
 * events wait as unmatched with the reason {@link #REASON}.
 *
 * @param subscriptionId which
 * @param customerId whose
 * @param partition the partition of the log that holds the customer
 * @param offset position of the first record of the unit of work that failed
 * @param parkedAt timestamp of that record
 * @param what what was being done
 * @param error what the domain said
 * @param evidence the aggregates that it was done with, and where in the program it failed
 */
public record Parked(
        String subscriptionId,
        String customerId,
        int partition,
        long offset,
        Instant parkedAt,
        String what,
        String error,
        String evidence) {
    /** Why an event of the customer is unmatched that may belong to a parked subscription. */
    public static final String REASON = "parked";
}
