package io.tallystick.emitter;

import java.util.Optional;

/**
 * The proof of delivery. Every event that was ever given to the meter is in exactly one of four places, so that
 * {@code recovered + recorded = acknowledged + refused + spooled + dropped} holds at any moment.
 *
 * @param recovered events that earlier processes left in the spool
 * @param recorded events that this process gave to the meter, gap events among them
 * @param acknowledged events that metering-ingest has made durable
 * @param refused events that metering-ingest will never take; they stand in {@code refused.ndjson} with the reason
 * @param spooled events on the local disk that wait for their acknowledgement
 * @param dropped events that found no room in the spool; a gap event tells the customer and the number
 * @param requests how often a batch was sent, retries included
 * @param problem why the last attempt failed; empty if it did not
 */
public record Delivery(
        long recovered,
        long recorded,
        long acknowledged,
        long refused,
        long spooled,
        long dropped,
        long requests,
        Optional<String> problem) {
    /** Whether every event is accounted for. */
    public boolean balances() {
        return recovered + recorded == acknowledged + refused + spooled + dropped;
    }

    /** Whether everything was taken and nothing waits, was refused or dropped. */
    public boolean complete() {
        return recovered + recorded == acknowledged;
    }

    @Override
    public String toString() {
        return "recovered " + recovered + " + recorded " + recorded + " = acknowledged " + acknowledged + " + refused "
                + refused + " + spooled " + spooled + " + dropped " + dropped + ", in " + requests + " requests"
                + problem.map(why -> ", last problem: " + why).orElse("");
    }
}
