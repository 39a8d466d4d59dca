package io.tallystick.rating.model;

import io.tallystick.rating.catalog.Charge;
import io.tallystick.rating.catalog.Entitlement;
import io.tallystick.rating.catalog.PlanVersion;
import io.tallystick.rating.model.Fact.When;
import io.tallystick.schemas.time.BillingAnchor;
import io.tallystick.schemas.time.BillingCalendar;
import io.tallystick.schemas.time.BillingPeriod;
import io.tallystick.schemas.time.Micros;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Walks the facts of a subscription in the order of their dates and writes down what held when. A change to the end of a
 * period waits in a list of pending ones until the walk reaches it.
 */
final class Unfolding {
    private final Subscription subscription;
    private final Catalogue catalogue;
    private final List<Span> spans = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private final List<Pending> pending = new ArrayList<>();

    private State state;
    private Instant since;
    private BillingCalendar calendar;
    private Instant runSince;
    private boolean ended;
    private int fact;

    private Unfolding(Subscription subscription, Catalogue catalogue) {
        this.subscription = subscription;
        this.catalogue = catalogue;
    }

    /**
     * The life of a subscription.
     *
     * @throws SubscriptionRefused naming the first fact that does not fit
     */
    static History unfold(Subscription subscription, Catalogue catalogue) {
        return new Unfolding(subscription, catalogue).history();
    }

    private History history() {
        List<Fact> facts = subscription.facts();
        List<Integer> order = IntStream.range(0, facts.size())
                .boxed()
                .sorted(Comparator.comparing(index -> facts.get(index).at()))
                .toList();
        for (int index : order) {
            fact = index;
            Instant at = Micros.truncate(facts.get(index).at());
            settlePending(at);
            apply(facts.get(index), at);
        }
        if (state == null) {
            throw refused("no_start", "The first fact of a subscription is its start; there is none.");
        }
        settlePending(History.OPEN_END);
        end(History.OPEN_END);
        return new History(subscription, List.copyOf(spans), List.copyOf(runs));
    }

    private void apply(Fact next, Instant at) {
        if (state == null && !(next instanceof Fact.Start)) {
            throw refused("before_start", "The change at %s lies before the start of the subscription.".formatted(at));
        }
        if (ended) {
            throw refused("after_end", "The change at %s lies after the end of the subscription.".formatted(at));
        }
        switch (next) {
            case Fact.Start start -> start(start, at);
            case Fact.ToPlan change -> {
                PlanVersion plan = plan(change.plan());
                pending.removeIf(waiting -> waiting instanceof PlanChange);
                later(new PlanChange(effective(at, change.when()), plan, change.anchor()), at);
            }
            case Fact.Quantity change -> change(at, quantity(change));
            case Fact.Take take -> take(take, at);
            case Fact.Drop drop -> {
                charge(drop.charge());
                if (!state.quantities().containsKey(drop.charge())) {
                    throw refused("not_taken", "The charge %s is not taken at %s.".formatted(drop.charge(), at));
                }
                later(new Dropped(effective(at, drop.when()), drop.charge()), at);
            }
            case Fact.Pause _ -> {
                if (state.paused()) {
                    throw refused("already_paused", "The subscription is paused already at %s.".formatted(at));
                }
                change(at, state.withPaused(true));
            }
            case Fact.Resume _ -> {
                if (!state.paused()) {
                    throw refused("not_paused", "The subscription is not paused at %s.".formatted(at));
                }
                change(at, state.withPaused(false));
            }
            case Fact.Cancel cancel -> {
                pending.removeIf(waiting -> waiting instanceof Ended);
                later(new Ended(effective(at, cancel.when())), at);
            }
            case Fact.KeepOn _ -> {
                if (!pending.removeIf(waiting -> waiting instanceof Ended)) {
                    throw refused("not_cancelled", "No cancellation is pending at %s.".formatted(at));
                }
            }
            case Fact.Trial trial -> trial(at, Micros.truncate(trial.until()));
            case Fact.OwnPrice own -> {
                charge(own.charge());
                change(at, state.withOwnPrice(own.charge(), own.tariff()));
            }
            case Fact.OwnCommitment own -> change(at, state.withOwnCommitment(own.commitment()));
            case Fact.OwnLimit own -> ownLimit(own, at);
        }
    }

    private void start(Fact.Start start, Instant at) {
        if (state != null) {
            throw refused("second_start", "A subscription starts once; a second start at %s is refused.".formatted(at));
        }
        PlanVersion plan = plan(start.plan());
        ZoneId zone = subscription.zone();
        LocalDateTime first = LocalDateTime.ofInstant(at, zone);
        state = State.of(plan);
        since = at;
        beginRun(at, subscription.anchor().orElse(first.toLocalDate().atStartOfDay()));
        plan.plan().trial().ifPresent(length -> trial(at, instantOf(first.plus(length), zone)));
    }

    private void take(Fact.Take take, Instant at) {
        Charge charge = charge(take.charge());
        if (!charge.optional()) {
            throw refused(
                    "not_optional",
                    "The charge %s belongs to every subscription of %s; change its quantity instead of taking it."
                            .formatted(take.charge(), state.plan()));
        }
        if (take.quantity().signum() <= 0) {
            throw refused("quantity_not_positive", "A quantity of %s cannot be taken.".formatted(take.quantity()));
        }
        // An order of a one-off is not a state: it stands in the facts and is read from there.
        if (!(charge instanceof Charge.OneOff)) {
            pending.removeIf(waiting -> waiting instanceof Dropped drop && drop.charge.equals(take.charge()));
            change(at, state.withQuantity(take.charge(), take.quantity()));
        }
    }

    private State quantity(Fact.Quantity change) {
        Charge charge = charge(change.charge());
        if (change.quantity().signum() < 0) {
            throw refused("quantity_negative", "A quantity of %s is below zero.".formatted(change.quantity()));
        }
        if (!state.has(charge)) {
            throw refused("not_taken", "The charge %s is not taken; take it first.".formatted(change.charge()));
        }
        return state.withQuantity(change.charge(), change.quantity());
    }

    private void ownLimit(Fact.OwnLimit own, Instant at) {
        Entitlement listed = state.plan().plan().entitlements().stream()
                .filter(entitlement -> entitlement.feature().equals(own.feature()))
                .findFirst()
                .orElseThrow(() -> refused(
                        "unknown_feature",
                        "The plan %s says nothing about the feature %s.".formatted(state.plan(), own.feature())));
        own.limit().ifPresent(agreed -> {
            if (agreed.limit().signum() < 0) {
                throw refused("limit_negative", "A limit of %s is below zero.".formatted(agreed.limit()));
            }
            if (listed.with(agreed).isEmpty()) {
                throw refused(
                        "not_limited",
                        "The plan %s does not limit %s like this: a feature without a limit has none to change, and only a metered limit is hard or soft."
                                .formatted(state.plan(), own.feature()));
            }
        });
        change(at, state.withOwnLimit(own.feature(), own.limit()));
    }

    private void trial(Instant at, Instant until) {
        if (!until.isAfter(at)) {
            throw refused("trial_empty", "A trial from %s to %s has no time.".formatted(at, until));
        }
        pending.removeIf(waiting -> waiting instanceof TrialOver);
        change(at, state.withTrial(true));
        later(new TrialOver(until), at);
    }

    /** Keeps a change for its time, or makes it at once. */
    private void later(Pending change, Instant at) {
        if (change.at().isAfter(at)) {
            pending.add(change);
            pending.sort(Comparator.comparing(Pending::at));
        } else {
            make(change);
        }
    }

    private void settlePending(Instant upTo) {
        while (!pending.isEmpty() && !pending.getFirst().at().isAfter(upTo)) {
            make(pending.removeFirst());
        }
    }

    private void make(Pending change) {
        if (ended) {
            return;
        }
        switch (change) {
            case PlanChange(Instant at, PlanVersion plan, Optional<LocalDateTime> anchor) -> {
                boolean sameRow = anchor.isEmpty()
                        && plan.plan().cadence().equals(state.plan().plan().cadence());
                change(at, state.on(plan));
                if (!sameRow) {
                    endRun(at);
                    beginRun(at, anchor.orElse(LocalDateTime.ofInstant(at, subscription.zone())));
                }
            }
            case Dropped(Instant at, String charge) -> change(at, state.without(charge));
            case TrialOver(Instant at) -> change(at, state.withTrial(false));
            case Ended(Instant at) -> {
                end(at);
                ended = true;
            }
        }
    }

    private void change(Instant at, State next) {
        closeSpan(at);
        state = next;
        since = at;
    }

    private void closeSpan(Instant at) {
        if (since.isBefore(at)) {
            spans.add(new Span(new BillingPeriod(since, at), state));
        }
    }

    private void end(Instant at) {
        if (!ended) {
            closeSpan(at);
            endRun(at);
        }
    }

    private void beginRun(Instant at, LocalDateTime anchor) {
        calendar = new BillingCalendar(
                new BillingAnchor(anchor, subscription.zone()),
                state.plan().plan().cadence());
        runSince = at;
    }

    private void endRun(Instant at) {
        if (runSince.isBefore(at)) {
            long before = runs.isEmpty()
                    ? 0
                    : runs.getLast().periodsBefore() + runs.getLast().periods();
            runs.add(new Run(new BillingPeriod(runSince, at), calendar, before));
        }
    }

    private Instant effective(Instant at, When when) {
        return switch (when) {
            case NOW -> at;
            case PERIOD_END -> calendar.periodContaining(at).end();
        };
    }

    private PlanVersion plan(PlanRef ref) {
        PlanVersion plan = catalogue
                .plan(ref)
                .orElseThrow(() -> refused("unknown_plan", "There is no published plan version %s.".formatted(ref)));
        if (state != null && !plan.plan().currency().equals(state.plan().plan().currency())) {
            throw refused(
                    "currency_change",
                    "%s is in %s, the subscription is in %s; start a new subscription instead."
                            .formatted(
                                    ref,
                                    plan.plan().currency(),
                                    state.plan().plan().currency()));
        }
        for (Charge charge : plan.plan().charges()) {
            if (charge instanceof Charge.Usage usage
                    && catalogue.meter(usage.meter()).isEmpty()) {
                throw refused(
                        "unknown_meter",
                        "The charge %s of %s names the meter %s, which is not there."
                                .formatted(usage.key(), ref, usage.meter()));
            }
        }
        return plan;
    }

    private Charge charge(String key) {
        return state.plan()
                .plan()
                .charge(key)
                .orElseThrow(
                        () -> refused("unknown_charge", "The plan %s has no charge %s.".formatted(state.plan(), key)));
    }

    private SubscriptionRefused refused(String code, String message) {
        return new SubscriptionRefused(code, fact, message);
    }

    private static Instant instantOf(LocalDateTime local, ZoneId zone) {
        return local.atZone(zone).toInstant();
    }

    /** A change that has a later time than the fact that ordered it. */
    private sealed interface Pending {
        Instant at();
    }

    private record PlanChange(Instant at, PlanVersion plan, Optional<LocalDateTime> anchor) implements Pending {}

    private record Dropped(Instant at, String charge) implements Pending {}

    private record TrialOver(Instant at) implements Pending {}

    private record Ended(Instant at) implements Pending {}
}
