package io.tallystick.invoice.review;

import io.tallystick.invoice.review.Obstacle.Subject;
import io.tallystick.schemas.rated.Sealed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Puts what stands in the way of a close into plain words. */
public final class Obstacles {
    private static final String UNMATCHED = "unmatched_usage";
    private static final String LATER =
            " What finds something to be billed to from now on is billed by the next close. Waive this if it may stay unbilled in"
                    + " this one.";

    private Obstacles() {}

    /**
     * What the answer of one partition says.
     *
     * @param seal the answer
     * @param before dispositions of the same partition at the close before, empty for the first
     */
    public static List<Obstacle> of(Sealed seal, Map<String, Long> before) {
        List<Obstacle> found = new ArrayList<>();
        long named = 0;
        for (Sealed.Notice notice : seal.notices()) {
            if (notice.code().equals(UNMATCHED)) {
                if (notice.customerId() != null) {
                    named += notice.count();
                    found.add(unmatched(notice));
                }
            } else {
                found.add(other(notice, seal.partition()));
            }
        }
        long unnamed = seal.dispositions().getOrDefault("unmatched", 0L) - named;
        if (unnamed > 0) {
            found.add(Obstacle.open(
                    new Subject(UNMATCHED, null, null, seal.partition(), null),
                    unnamed,
                    records(unnamed) + " of partition " + seal.partition()
                            + " found nothing to be billed to (no subscription, or no charge on the meter).",
                    "See GET /v1/usage/unmatched for the reasons, and add the missing subscription or charge."
                            + LATER));
        }
        long rejected = seal.dispositions().getOrDefault("rejected", 0L) - before.getOrDefault("rejected", 0L);
        if (rejected > 0) {
            found.add(Obstacle.open(
                    new Subject("rejected_usage", null, null, seal.partition(), null),
                    rejected,
                    records(rejected) + " of partition " + seal.partition()
                            + " could not be accepted since the close before: unreadable, of an unknown type or without a"
                            + " valid value.",
                    "See GET /v1/usage/rejections for each with its reason. Send them again in a valid form, or waive them:"
                            + " they are not billed."));
        }
        return found;
    }

    private static Obstacle unmatched(Sealed.Notice notice) {
        String why = switch (notice.reason() == null ? "" : notice.reason()) {
            case "no_subscription" -> "there was no subscription at their time";
            case "no_charge" -> "the plan has no charge on their meter";
            case "held_late" ->
                "they came after a close of their period, and the plan holds late usage for an operator";
            case "backfill_open" -> "they belong to a backfill that is open still";
            default -> "they found nothing to be billed to";
        };
        String remedy = switch (notice.reason() == null ? "" : notice.reason()) {
            case "no_subscription" -> "Add a subscription that covers their time (POST /v1/subscriptions).";
            case "no_charge" -> "Add a charge on the meter to the plan, or stop sending it.";
            case "held_late" ->
                "Release each (./tally release SOURCE ID), which puts an adjustment on the next invoice, or void it.";
            case "backfill_open" -> "Commit or revert the backfill (./tally backfill list).";
            default -> "Add the missing subscription or charge.";
        };
        return Obstacle.open(
                new Subject(UNMATCHED, notice.customerId(), null, null, notice.reason()),
                notice.count(),
                records(notice.count()) + " of customer \"" + notice.customerId() + "\" "
                        + (notice.count() == 1 ? "is" : "are") + " not billed: " + why + ".",
                remedy + " GET /v1/usage/events?customerId=" + notice.customerId()
                        + "&disposition=unmatched lists them." + LATER);
    }

    private static Obstacle other(Sealed.Notice notice, int partition) {
        Integer where = notice.customerId() == null ? partition : null;
        Subject subject =
                new Subject(notice.code(), notice.customerId(), notice.subscriptionId(), where, notice.reason());
        String who = notice.subscriptionId() != null
                ? "Subscription \"" + notice.subscriptionId() + "\" of customer \"" + notice.customerId() + "\""
                : notice.customerId() != null ? "Customer \"" + notice.customerId() + "\"" : "Partition " + partition;
        String words = notice.code().equals("parked_subscription")
                ? " is parked: rating stopped after a broken rule, and what it owes may be incomplete."
                : notice.code().equals("reconciliation_difference")
                        ? " does not reconcile: what was accepted and what was rated differ."
                        : ": " + notice.code().replace('_', ' ') + ".";
        String detail = notice.detail() == null ? "" : " " + notice.detail();
        return Obstacle.open(
                subject,
                notice.count(),
                who + words + detail,
                "Mend it in rating-engine, cancel this close and close again; or waive it: what is mended later is billed by the"
                        + " next close.");
    }

    private static String remedy(String code) {
        return switch (code) {
            case "customer_missing" -> "Add the customer (POST /v1/customers).";
            case "bill_impossible" -> "Correct its taxes, discounts or credits.";
            default -> "Mend what is said here.";
        };
    }

    /** A customer whose draft cannot be made. */
    public static Obstacle left(String code, String customerId, String sentence) {
        return Obstacle.open(
                new Subject(code, customerId, null, null, null),
                1,
                sentence,
                remedy(code)
                        + " Then make the drafts anew (./tally close review --again, or the button on the page of the close)."
                        + " Or waive this: the customer is left out, and its lines are billed by the next close.");
    }

    /** Records of rated lines that could not be taken since the close before. */
    public static Obstacle putAside(long count) {
        return Obstacle.open(
                new Subject("records_put_aside", null, null, null, null),
                count,
                records(count) + " of usage.rated could not be taken since the close before.",
                "The table billing.quarantine holds each with its reason. Waive it if they change no bill.");
    }

    private static String records(long count) {
        return count == 1 ? "1 record" : String.format(Locale.ROOT, "%,d records", count);
    }
}
