package io.tallystick.rating.app;

import java.util.Map;
import java.util.Set;

/** What a person can do about events that are not billed. */
public final class Remedies {
    private static final String SEND_AGAIN =
            "Mend the sender, and send the event again under the same id: a rejected event has not used up its"
                    + " identity.";

    private static final Map<String, String> BY_REASON = Map.ofEntries(
            Map.entry(
                    "no_subscription",
                    "Begin a subscription of the customer that holds the time of the event; its events are then rated"
                            + " by themselves."),
            Map.entry(
                    "paused",
                    "The subscription rests at that time: resume it from an earlier date, or void the event."),
            Map.entry(
                    "no_charge",
                    "No charge of the plan counts it: move the subscription to a plan version that does, or void the"
                            + " event."),
            Map.entry(
                    "no_carried_amount",
                    "The price takes its amount from the event, and there is none: amend the event, or void it."),
            Map.entry(
                    Parked.REASON,
                    "A subscription of the customer is parked: see GET /v1/usage/parked, remove the cause and retry"
                            + " it."),
            Map.entry(
                    Backfill.OPEN,
                    "It belongs to a backfill that is open: preview it, then commit or revert it (POST"
                            + " /v1/usage/backfills/{id}/commit or /revert)."),
            Map.entry(
                    KeptEvent.HELD_LATE,
                    "It came after a close of its period, and the plan holds such usage: release it with a correction"
                            + " of kind release, or refuse it with one of kind void."),
            Map.entry(
                    "unknown_type",
                    "No meter takes this type: add a meter for it and replay with POST /v1/usage/replays."),
            Map.entry(
                    Backfill.REVERTED,
                    "Its backfill was reverted: send it again, with the same id, without the attribute backfill or to another"
                            + " backfill."),
            Map.entry(
                    "unknown_backfill",
                    "The event names a backfill that does not exist: open one, and send the event again with its id."),
            Map.entry(
                    "backfill_not_open",
                    "Its backfill was committed or reverted before the event came: send it again without the attribute"
                            + " backfill, or to another backfill."),
            Map.entry(
                    "backfill_of_another_customer",
                    "Its backfill is for one other customer: send it to a backfill for its own customer, or for all."),
            Map.entry(
                    "wrong_partition",
                    "The record stood in another partition than its customer's: let the sender use the customer id as"
                            + " the key, and send the event again."));

    private Remedies() {}

    /** The reasons that have a remedy of their own. */
    static Set<String> reasons() {
        return BY_REASON.keySet();
    }

    /** What would mend events with this reason or rejection code. */
    public static String of(String reason) {
        return BY_REASON.getOrDefault(reason, SEND_AGAIN);
    }
}
