package io.tallystick.rating.model;

import io.tallystick.rating.catalog.Charge;
import io.tallystick.rating.catalog.Plan;
import io.tallystick.schemas.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Moves a subscription to another plan version, because its operator decides so and not its customer. Decides only: whoever asked
 * adds the fact.
 */
public final class PlanMove {
    private PlanMove() {}

    /**
     * Where subscriptions are moved from.
     *
     * @param key of the plan
     * @param version one version; absent: all but the one that they are moved to
     */
    public record From(String key, Optional<Integer> version) {
        boolean holds(PlanRef plan, PlanRef to) {
            return plan.key().equals(key)
                    && version.map(it -> it == plan.version()).orElse(!plan.equals(to));
        }
    }

    /** What becomes of a subscription. */
    public sealed interface Decision {}

    /** It is not on one of these versions then, or it moves to the new one already. */
    public record NotConcerned() implements Decision {}

    /**
     * It cannot be moved.
     *
     * @param from its plan version
     * @param code stable reason, for instance {@code plan_change_pending} or {@code currency_change}
     * @param message the reason in words
     */
    public record Refused(PlanRef from, String code, String message) implements Decision {}

    /**
     * It moves.
     *
     * @param from its plan version
     * @param fact to be added
     * @param next the subscription with the fact
     * @param effectiveAt first instant on the new version
     * @param period the billing period that holds the instant of the fact
     * @param differences what changes beside amounts
     */
    public record Moves(
            PlanRef from,
            Fact.ToPlan fact,
            Subscription next,
            Instant effectiveAt,
            BillingPeriod period,
            Differences differences)
            implements Decision {}

    /**
     * What is different on the new version.
     *
     * @param added charges that were not there
     * @param removed charges that are not there any more
     * @param repriced charges whose terms are others
     * @param lost optional charges that were taken, or quantities that were given, which the new version does not have
     * @param ownPricesEnd whether prices or a commitment of this customer alone end, because the plan is another one
     * @param limitsChange whether entitlements are others
     * @param cadenceChanges whether billing periods have another length, and a new row of them begins
     */
    public record Differences(
            List<String> added,
            List<String> removed,
            List<String> repriced,
            List<String> lost,
            boolean ownPricesEnd,
            boolean limitsChange,
            boolean cadenceChanges) {}

    /** Decides about one subscription; one that starts after {@code at} moves with its start. */
    public static Decision decide(
            Subscription subscription, Catalogue catalogue, List<From> from, PlanRef to, Instant at, Fact.When when) {
        History history = Unfolding.unfold(subscription, catalogue);
        if (history.isEmpty()) {
            return new NotConcerned();
        }
        Instant moment = at.isBefore(history.start()) ? history.start() : at;
        Span span = history.spanAt(moment).orElse(null);
        if (span == null) {
            return new NotConcerned();
        }
        PlanRef present = ref(span);
        List<PlanRef> later = history.spans().stream()
                .filter(other -> other.time().start().isAfter(moment))
                .map(PlanMove::ref)
                .filter(plan -> !plan.equals(present))
                .distinct()
                .toList();
        if (from.stream().noneMatch(it -> it.holds(present, to)) || present.equals(to) || later.equals(List.of(to))) {
            return new NotConcerned();
        }
        if (!later.isEmpty()) {
            return new Refused(
                    present,
                    "plan_change_pending",
                    "A change to %s is ordered already; it would be lost.".formatted(later.getFirst()));
        }
        Fact.ToPlan fact = new Fact.ToPlan(moment, to, when, Optional.empty());
        Subscription next = subscription.plus(fact);
        try {
            History moved = Unfolding.unfold(next, catalogue);
            Optional<Instant> effectiveAt = moved.spans().stream()
                    .filter(other -> ref(other).equals(to) && other.time().end().isAfter(moment))
                    .map(other -> other.time().start())
                    .findFirst();
            if (effectiveAt.isEmpty()) {
                return new Refused(present, "ends_before", "The subscription ends before the change takes effect.");
            }
            BillingPeriod period =
                    history.runAt(moment).orElseThrow().calendar().periodContaining(moment);
            return new Moves(present, fact, next, effectiveAt.get(), period, differences(span.state(), moved, to));
        } catch (SubscriptionRefused refused) {
            return new Refused(present, refused.code(), refused.getMessage());
        }
    }

    private static Differences differences(State before, History moved, PlanRef to) {
        Plan next = moved.spans().stream()
                .filter(span -> ref(span).equals(to))
                .findFirst()
                .orElseThrow()
                .state()
                .plan()
                .plan();
        Plan old = before.plan().plan();
        List<String> repriced = new ArrayList<>();
        for (Charge charge : old.charges()) {
            if (next.charge(charge.key()).filter(other -> !other.equals(charge)).isPresent()) {
                repriced.add(charge.key());
            }
        }
        boolean samePlan = old.key().equals(next.key());
        return new Differences(
                missing(next, old),
                missing(old, next),
                List.copyOf(repriced),
                new TreeSet<>(before.quantities().keySet())
                        .stream().filter(key -> next.charge(key).isEmpty()).toList(),
                !samePlan
                        && (!before.ownPrices().isEmpty()
                                || before.ownCommitment().isPresent()),
                !old.entitlements().equals(next.entitlements()),
                !old.cadence().equals(next.cadence()));
    }

    /** Keys of charges of {@code one} that {@code other} has not. */
    private static List<String> missing(Plan one, Plan other) {
        return one.charges().stream()
                .map(Charge::key)
                .filter(key -> other.charge(key).isEmpty())
                .toList();
    }

    private static PlanRef ref(Span span) {
        return new PlanRef(span.state().plan().key(), span.state().plan().version());
    }
}
