package io.tallystick.rating.app;

import io.tallystick.rating.app.WhatIf.Result;
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
import io.tallystick.rating.model.Subscription;
import io.tallystick.rating.model.SubscriptionRefused;
import io.tallystick.rating.model.Timeline;
import io.tallystick.rating.pricing.NotPriced;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.meter.Meter.Aggregation;
import io.tallystick.schemas.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The money of one customer's past periods as they were and with a draft, both from the events, by the code of the real run. */
final class WhatIfEffects {
    private final RatingStore store;

    WhatIfEffects(RatingStore store) {
        this.store = store;
    }

    /**
     * What came out for a customer.
     *
     * @param results by currency; none if no subscription of the customer has the plan
     * @param events that were read
     */
    record Effect(List<Result> results, long events) {}

    Effect of(String customer, PlanVersion draft, LocalDate from, LocalDate to, CatalogView view) {
        return store.snapshot(tx -> {
            Account account = tx.accounts(List.of(customer)).getOrDefault(customer, Account.unknown(customer));
            List<Subscription> was =
                    CustomerBook.applied(tx.subscriptions(List.of(customer)).getOrDefault(customer, List.of()), account)
                            .stream()
                            .filter(one -> has(one, draft.plan().key()))
                            .toList();
            if (was.isEmpty()) {
                return new Effect(List.of(), 0);
            }
            try {
                return new Span(tx, account, was, draft, view).effect(from, to);
            } catch (NotPriced hole) {
                return unknown(customer, "not_priced");
            } catch (SubscriptionRefused refused) {
                return unknown(customer, refused.code());
            }
        });
    }

    private static Effect unknown(String customer, String problem) {
        return new Effect(List.of(new Result(customer, "", BigDecimal.ZERO, BigDecimal.ZERO, Optional.of(problem))), 0);
    }

    private static boolean has(Subscription subscription, String planKey) {
        return subscription.facts().stream()
                .flatMap(fact -> PlanRef.named(fact).stream())
                .anyMatch(plan -> plan.key().equals(planKey));
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

    /** Both lives of a customer under one snapshot. */
    private static final class Span {
        private final RatingTransaction tx;
        private final Account account;
        private final CatalogView view;
        private final Timeline was;
        private final Timeline would;
        private final Map<String, ZoneId> zones = new TreeMap<>();
        private final Set<String> meters = new TreeSet<>();
        private long events;

        Span(
                RatingTransaction tx,
                Account account,
                List<Subscription> subscriptions,
                PlanVersion draft,
                CatalogView view) {
            this.tx = tx;
            this.account = account;
            this.view = view;
            PlanRef ref = new PlanRef(draft.plan().key(), draft.version());
            List<Subscription> moved =
                    subscriptions.stream().map(one -> onDraft(one, ref)).toList();
            this.was = Timeline.of(account.customerId(), subscriptions, view);
            this.would = Timeline.of(account.customerId(), moved, new WithDraft(view, draft, ref));
            subscriptions.forEach(one -> zones.put(one.id(), one.zone()));
            Stream.concat(
                            subscriptions.stream()
                                    .flatMap(one -> one.facts().stream())
                                    .flatMap(fact -> PlanRef.named(fact).stream())
                                    .flatMap(plan -> view.plan(plan).stream()),
                            Stream.of(draft))
                    .flatMap(version -> version.plan().charges().stream())
                    .forEach(charge -> {
                        if (charge instanceof Charge.Usage usage) {
                            meters.add(usage.meter());
                        }
                    });
        }

        Effect effect(LocalDate from, LocalDate to) {
            Set<PeriodKey> periods = new HashSet<>(chosen(was, from, to));
            periods.addAll(chosen(would, from, to));
            if (periods.isEmpty()) {
                return new Effect(List.of(), 0);
            }
            Instant start = periods.stream()
                    .map(one -> one.period().start())
                    .min(Instant::compareTo)
                    .orElseThrow();
            Instant end = periods.stream()
                    .map(one -> one.period().end())
                    .max(Instant::compareTo)
                    .orElseThrow();
            List<Point> carried = carried(start);
            GroundUp before = GroundUp.begin(was, view.rulesOfAll(), carried);
            GroundUp after = GroundUp.begin(would, view.rulesOfAll(), carried);
            tx.events(account.customerId(), start, end, kept -> {
                if (kept.disposition() == Disposition.RATED || kept.disposition() == Disposition.UNMATCHED) {
                    before.take(kept.event());
                    after.take(kept.event());
                    events++;
                }
            });
            BillingPeriod span = new BillingPeriod(start, end);
            Map<String, BigDecimal> paid = sums(before.lines(span), periods);
            Map<String, BigDecimal> owed = sums(after.lines(span), periods);
            Set<String> currencies = new TreeSet<>(paid.keySet());
            currencies.addAll(owed.keySet());
            List<Result> results = currencies.stream()
                    .map(currency -> new Result(
                            account.customerId(),
                            currency,
                            paid.getOrDefault(currency, BigDecimal.ZERO),
                            owed.getOrDefault(currency, BigDecimal.ZERO),
                            Optional.empty()))
                    .toList();
            return new Effect(results, events);
        }

        /** Billing periods that begin in the dates and are open: what has not begun is no past. */
        private List<PeriodKey> chosen(Timeline timeline, LocalDate from, LocalDate to) {
            return timeline.periods(Instant.EPOCH, account.openedUntil()).stream()
                    .filter(one -> {
                        LocalDate begins = LocalDate.ofInstant(one.period().start(), zones.get(one.subscriptionId()));
                        return !begins.isBefore(from) && begins.isBefore(to);
                    })
                    .toList();
        }

        private static Map<String, BigDecimal> sums(GroundUp.Lines lines, Set<PeriodKey> periods) {
            Map<String, BigDecimal> sums = new TreeMap<>();
            for (LineDraft line : lines.lines()) {
                if (periods.contains(line.period())) {
                    sums.merge(line.amount().currency().code(), line.amount().value(), BigDecimal::add);
                }
            }
            return sums;
        }

        /** The levels of before that reach into the first period. */
        private List<Point> carried(Instant start) {
            List<PointRange> ranges = meters.stream()
                    .flatMap(key -> view.meter(key).stream())
                    .filter(meter -> meter.aggregation() == Aggregation.TIME_WEIGHTED)
                    .map(meter -> new PointRange(meter.key(), start, start, true))
                    .toList();
            return ranges.isEmpty() ? List.of() : tx.points(account.customerId(), ranges);
        }
    }
}
