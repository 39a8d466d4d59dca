package io.tallystick.rating.app;

import io.tallystick.rating.app.UsageQueries.Behind;
import io.tallystick.rating.catalog.Charge;
import io.tallystick.rating.model.Fact;
import io.tallystick.rating.model.GroundUp;
import io.tallystick.rating.model.LineDraft;
import io.tallystick.rating.model.PlanMove.Moves;
import io.tallystick.rating.model.PlanRef;
import io.tallystick.rating.model.Point;
import io.tallystick.rating.model.PointRange;
import io.tallystick.rating.model.Subscription;
import io.tallystick.rating.model.SubscriptionRefused;
import io.tallystick.rating.model.Timeline;
import io.tallystick.rating.pricing.NotPriced;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.meter.Meter.Aggregation;
import io.tallystick.schemas.time.BillingPeriod;
import io.tallystick.schemas.usage.UsageEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a move to another plan version does to the money of a billing period, from its events, by the code of the real run. */
public final class MigrationEffects {
    /** A preview reads no more events of one subscription. */
    private static final int EVENTS = 20_000;

    private final UsageQueries queries;
    private final RatingStore store;

    /** Reads events from {@code queries} and levels from {@code store}. */
    public MigrationEffects(UsageQueries queries, RatingStore store) {
        this.queries = queries;
        this.store = store;
    }

    /** The effect. */
    public sealed interface Effect {}

    /**
     * It could be computed.
     *
     * @param basis {@code period}: the billing period with the move in it; {@code as_if_whole_period}: the move is at its end, so the
     *     period is shown as if it had been on the new version from its start
     * @param period the billing period
     * @param was what its lines cost
     * @param would what they would cost
     */
    public record Computed(String basis, BillingPeriod period, BigDecimal was, BigDecimal would) implements Effect {
        /** What is more. */
        public BigDecimal delta() {
            return would.subtract(was);
        }
    }

    /**
     * It could not.
     *
     * @param reason {@code too_many_events}, {@code not_priced} or why the whole period could not be on the new version
     */
    public record Unknown(String reason) implements Effect {}

    Effect of(Subscription subscription, Moves moves, CatalogView view) {
        BillingPeriod period = moves.period();
        List<PlanRef> plans = List.of(moves.from(), moves.fact().plan());
        Map<String, Meter> meters = meters(plans, view);
        Optional<List<UsageEvent>> events = events(subscription.customerId(), meters, period);
        if (events.isEmpty()) {
            return new Unknown("too_many_events");
        }
        List<Point> carried = carried(subscription.customerId(), meters, period);
        boolean atEnd = moves.fact().when() == Fact.When.PERIOD_END;
        try {
            Subscription next = atEnd ? asIfFromStart(subscription, moves) : moves.next();
            return new Computed(
                    atEnd ? "as_if_whole_period" : "period",
                    period,
                    cost(subscription, view, events.get(), carried, period),
                    cost(next, view, events.get(), carried, period));
        } catch (NotPriced hole) {
            return new Unknown("not_priced");
        } catch (SubscriptionRefused refused) {
            return new Unknown(refused.code());
        }
    }

    private static Subscription asIfFromStart(Subscription subscription, Moves moves) {
        var start = subscription.facts().getFirst().at();
        var periodStart = moves.period().start();
        return subscription.plus(new Fact.ToPlan(
                periodStart.isBefore(start) ? start : periodStart,
                moves.fact().plan(),
                Fact.When.NOW,
                Optional.empty()));
    }

    private static BigDecimal cost(
            Subscription subscription,
            CatalogView view,
            List<UsageEvent> events,
            List<Point> carried,
            BillingPeriod period) {
        Timeline timeline = Timeline.of(subscription.customerId(), List.of(subscription), view);
        return GroundUp.lines(timeline, events, carried, view.rulesOfAll(), List.of(), period).lines().stream()
                .map(LineDraft::amount)
                .map(amount -> amount.value())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Map<String, Meter> meters(List<PlanRef> plans, CatalogView view) {
        Map<String, Meter> meters = new LinkedHashMap<>();
        for (PlanRef plan : plans) {
            for (Charge charge : view.plan(plan).orElseThrow().plan().charges()) {
                if (charge instanceof Charge.Usage usage) {
                    view.meter(usage.meter()).ifPresent(meter -> meters.put(meter.key(), meter));
                }
            }
        }
        return meters;
    }

    private Optional<List<UsageEvent>> events(String customer, Map<String, Meter> meters, BillingPeriod period) {
        Set<String> types = new LinkedHashSet<>();
        meters.values().forEach(meter -> types.addAll(meter.eventTypes()));
        if (types.isEmpty()) {
            return Optional.of(List.of());
        }
        List<KeptEvent> kept = queries.eventsBehind(
                new Behind(customer, List.copyOf(types), period.start(), period.end(), -1, Long.MAX_VALUE),
                Optional.empty(),
                EVENTS + 1);
        return kept.size() > EVENTS
                ? Optional.empty()
                : Optional.of(kept.stream()
                        .filter(event -> event.disposition() == Disposition.RATED
                                || event.disposition() == Disposition.UNMATCHED)
                        .map(KeptEvent::event)
                        .toList());
    }

    private List<Point> carried(String customer, Map<String, Meter> meters, BillingPeriod period) {
        List<PointRange> ranges = new ArrayList<>();
        for (Meter meter : meters.values()) {
            if (meter.aggregation() == Aggregation.TIME_WEIGHTED) {
                ranges.add(new PointRange(meter.key(), period.start(), period.start(), true));
            }
        }
        return ranges.isEmpty() ? List.of() : store.transaction(tx -> tx.points(customer, ranges));
    }
}
