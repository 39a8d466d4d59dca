package io.tallystick.rating.app;

import io.tallystick.rating.app.WhatIf.Result;
import io.tallystick.rating.app.WhatIfEffects.Effect;
import io.tallystick.rating.app.WhatIfEffects.Question;
import io.tallystick.rating.catalog.Charge;
import io.tallystick.rating.catalog.PlanVersion;
import io.tallystick.rating.model.Catalogue;
import io.tallystick.rating.model.Fact;
import io.tallystick.rating.model.GroundUp;
import io.tallystick.rating.model.LineDraft;
import io.tallystick.rating.model.PeriodKey;
import io.tallystick.rating.model.PlanRef;
import io.tallystick.rating.model.Point;
import io.tallystick.rating.model.PointRange;
import io.tallystick.rating.model.SeriesKey;
import io.tallystick.rating.model.SeriesState;
import io.tallystick.rating.model.Subscription;
import io.tallystick.rating.model.Timeline;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.meter.Meter.Aggregation;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Both lives of a customer in the periods that are asked for: as it was, and with a draft of a plan. */
final class WhatIfLives {
    private final Account account;
    private final Question question;
    private final List<Subscription> subscriptions;
    private final Life was;
    private final Life would;

    /** One of the two, with the billing periods that begin in the dates and are open: what has not begun is no past. */
    private record Life(Timeline timeline, List<PeriodKey> periods) {
        /** Whether something holds for every series of every period. */
        boolean everySeries(Predicate<SeriesKey> holds) {
            for (PeriodKey period : periods) {
                for (SeriesKey series : timeline.series(period)) {
                    if (!holds.test(series)) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    /**
     * The lives of a customer.
     *
     * @throws io.tallystick.rating.model.SubscriptionRefused if the draft does not fit
     */
    WhatIfLives(Account account, List<Subscription> subscriptions, Question question) {
        this.account = account;
        this.question = question;
        this.subscriptions = subscriptions;
        PlanVersion draft = question.draft();
        PlanRef ref = new PlanRef(draft.plan().key(), draft.version());
        List<Subscription> moved =
                subscriptions.stream().map(one -> onDraft(one, ref)).toList();
        String customer = account.customerId();
        this.was = life(Timeline.of(customer, subscriptions, question.view()));
        this.would = life(Timeline.of(customer, moved, new WithDraft(question.view(), draft, ref)));
    }

    String customerId() {
        return account.customerId();
    }

    /** Whether anything is asked of it. */
    boolean haveAny() {
        return !was.periods.isEmpty() || !would.periods.isEmpty();
    }

    /** The periods whose aggregates serve. */
    List<PeriodKey> past() {
        return was.periods;
    }

    /** The points that are needed beside the aggregates. */
    List<PointRange> ranges() {
        Set<PointRange> ranges = new LinkedHashSet<>();
        was.everySeries(series -> {
            ranges.addAll(was.timeline.points(series));
            return true;
        });
        return List.copyOf(ranges);
    }

    /**
     * What came out.
     *
     * @param stored aggregates of {@link #past}
     * @param points those of {@link #ranges}
     */
    Effect compute(RatingTransaction tx, Map<PeriodKey, List<StoredSeries>> stored, List<Point> points) {
        Map<SeriesKey, SeriesState> states = new HashMap<>();
        was.periods.forEach(
                period -> stored.getOrDefault(period, List.of()).forEach(one -> states.put(one.key(), one.state())));
        boolean wasServes = was.everySeries(series -> isCurrent(series, states.get(series)));
        boolean wouldServes = wasServes && would.everySeries(series -> would.timeline.foldsLike(was.timeline, series));
        Optional<FromEvents> events = wouldServes ? Optional.empty() : Optional.of(fromEvents(tx, wasServes));
        Map<String, BigDecimal> paid = sums(was, wasServes ? folded(was, states, points) : events.orElseThrow().before);
        Map<String, BigDecimal> owed =
                sums(would, wouldServes ? folded(would, states, points) : events.orElseThrow().after);
        return new Effect(results(paid, owed), events.map(one -> one.read).orElse(0L));
    }

    /** A state that was folded before the subscription changed backwards does not serve. */
    private boolean isCurrent(SeriesKey series, SeriesState state) {
        return state == null || state.layout().equals(was.timeline.layout(series));
    }

    private GroundUp folded(Life life, Map<SeriesKey, SeriesState> states, List<Point> points) {
        return GroundUp.folded(life.timeline, question.view().rulesOfAll(), states, points);
    }

    /** Both lives from the events. */
    private static final class FromEvents {
        private final GroundUp before;
        private final GroundUp after;
        private long read;

        FromEvents(GroundUp before, GroundUp after) {
            this.before = before;
            this.after = after;
        }
    }

    /** One pass over the events; what was is left out if the aggregates say it already. */
    private FromEvents fromEvents(RatingTransaction tx, boolean wasIsKnown) {
        List<PeriodKey> periods =
                Stream.concat(was.periods.stream(), would.periods.stream()).toList();
        Instant start = periods.stream()
                .map(one -> one.period().start())
                .min(Instant::compareTo)
                .orElseThrow();
        Instant end = periods.stream()
                .map(one -> one.period().end())
                .max(Instant::compareTo)
                .orElseThrow();
        List<Point> carried = carried(tx, start);
        FromEvents all = new FromEvents(
                GroundUp.begin(was.timeline, question.view().rulesOfAll(), carried),
                GroundUp.begin(would.timeline, question.view().rulesOfAll(), carried));
        tx.usage(account.customerId(), start, end, event -> {
            if (!wasIsKnown) {
                all.before.take(event);
            }
            all.after.take(event);
            all.read++;
        });
        return all;
    }

    /** The levels of before that reach into the first period. */
    private List<Point> carried(RatingTransaction tx, Instant start) {
        Set<String> meters = new TreeSet<>();
        Stream.concat(
                        subscriptions.stream()
                                .flatMap(one -> one.facts().stream())
                                .flatMap(fact -> PlanRef.named(fact).stream())
                                .flatMap(plan -> question.view().plan(plan).stream()),
                        Stream.of(question.draft()))
                .flatMap(version -> version.plan().charges().stream())
                .forEach(charge -> {
                    if (charge instanceof Charge.Usage usage) {
                        meters.add(usage.meter());
                    }
                });
        List<PointRange> ranges = meters.stream()
                .flatMap(key -> question.view().meter(key).stream())
                .filter(meter -> meter.aggregation() == Aggregation.TIME_WEIGHTED)
                .map(meter -> new PointRange(meter.key(), start, start, true))
                .toList();
        return ranges.isEmpty() ? List.of() : tx.points(account.customerId(), ranges);
    }

    private Life life(Timeline timeline) {
        Map<String, ZoneId> zones = new TreeMap<>();
        subscriptions.forEach(one -> zones.put(one.id(), one.zone()));
        // No zone is two days away from UTC.
        Instant after =
                question.from().minusDays(2).atStartOfDay(ZoneOffset.UTC).toInstant();
        return new Life(
                timeline,
                timeline.periods(after, account.openedUntil()).stream()
                        .filter(one -> {
                            LocalDate begins =
                                    LocalDate.ofInstant(one.period().start(), zones.get(one.subscriptionId()));
                            return !begins.isBefore(question.from()) && begins.isBefore(question.to());
                        })
                        .toList());
    }

    private Map<String, BigDecimal> sums(Life life, GroundUp lines) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (PeriodKey period : life.periods) {
            for (LineDraft line : lines.lines(period)) {
                sums.merge(line.amount().currency().code(), line.amount().value(), BigDecimal::add);
            }
        }
        return sums;
    }

    private List<Result> results(Map<String, BigDecimal> paid, Map<String, BigDecimal> owed) {
        Set<String> currencies = new TreeSet<>(paid.keySet());
        currencies.addAll(owed.keySet());
        return currencies.stream()
                .map(currency -> new Result(
                        account.customerId(),
                        currency,
                        paid.getOrDefault(currency, BigDecimal.ZERO),
                        owed.getOrDefault(currency, BigDecimal.ZERO),
                        Optional.empty()))
                .toList();
    }

    /** The same life on the draft; a change between two versions of the plan is none then. */
    private static Subscription onDraft(Subscription subscription, PlanRef draft) {
        List<Fact> facts = new ArrayList<>();
        PlanRef present = null;
        for (Fact fact : subscription.facts()) {
            Fact next = PlanRef.replaced(fact, plan -> plan.key().equals(draft.key()) ? draft : plan);
            Optional<PlanRef> named = PlanRef.named(next);
            if (named.isEmpty() || !named.get().equals(present)) {
                facts.add(next);
            }
            present = named.orElse(present);
        }
        return new Subscription(
                subscription.id(), subscription.customerId(), subscription.zone(), subscription.anchor(), facts);
    }

    /** The catalogue with the draft in it. */
    private record WithDraft(CatalogView view, PlanVersion draft, PlanRef ref) implements Catalogue {
        @Override
        public Optional<PlanVersion> plan(PlanRef asked) {
            return asked.equals(ref) ? Optional.of(draft) : view.plan(asked);
        }

        @Override
        public Optional<Meter> meter(String key) {
            return view.meter(key);
        }
    }
}
