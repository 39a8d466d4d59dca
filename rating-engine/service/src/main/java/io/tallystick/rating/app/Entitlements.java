package io.tallystick.rating.app;

import io.tallystick.rating.aggregation.Aggregations;
import io.tallystick.rating.app.EntitlementStore.Known;
import io.tallystick.rating.catalog.Charge;
import io.tallystick.rating.catalog.Entitlement;
import io.tallystick.rating.catalog.PlanVersion;
import io.tallystick.rating.model.Grant;
import io.tallystick.rating.model.LimitWindow;
import io.tallystick.rating.model.PeriodKey;
import io.tallystick.rating.model.Timeline;
import io.tallystick.rating.pricing.Tariff;
import io.tallystick.rating.pricing.Usage;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.meter.Meter.Aggregation;
import io.tallystick.schemas.money.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Says what a customer may use, before it uses it. One indexed read tells whether the compiled subscriptions in memory are still the
 * present ones, and what was counted; it never reads an event. The answer is as fresh as the rating of the log.
 */
public final class Entitlements {
    private static final int CUSTOMERS = 10_000;

    /** Most generous first: allowed, then without a limit, then with most left. */
    private static final Comparator<Answer> GENEROUS = Comparator.comparing(Answer::allowed)
            .thenComparing(answer -> answer.limit().isEmpty())
            .thenComparing(answer -> answer.remaining().orElse(BigDecimal.ZERO))
            .reversed();

    private final EntitlementStore store;
    private final Catalog catalog;
    private final InstantSource clock;
    private final Map<String, Compiled> compiled = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Compiled> eldest) {
            return size() > CUSTOMERS;
        }
    });

    private record Compiled(long catalogue, String subscriptions, Timeline timeline) {}

    /** Answers from {@code store}. */
    public Entitlements(EntitlementStore store, Catalog catalog, InstantSource clock) {
        this.store = store;
        this.catalog = catalog;
        this.clock = clock;
    }

    /**
     * What is asked.
     *
     * @param need so much is to be used now, or of something that is not metered: so much there would be; empty: anything
     * @param value the value to be used, if distinct values are limited: one that was used already is allowed
     */
    public record Wish(Optional<BigDecimal> need, Optional<String> value) {
        /** Asks whether anything is left. */
        public static final Wish ANYTHING = new Wish(Optional.empty(), Optional.empty());
    }

    /**
     * What a customer may do with a feature.
     *
     * @param feature the name
     * @param kind included, static, metered or none
     * @param allowed whether it may be used now
     * @param reason why not, or why it is allowed beyond a limit: {@code not_included}, {@code no_subscription}, {@code
     *     limit_reached}
     * @param used what was counted, for a metered limit
     * @param remaining what is left, never below zero
     * @param limit the most
     * @param per the span of a metered limit
     * @param hard whether use beyond the limit is refused
     * @param resetsAt when a metered limit starts again
     * @param subscriptionId the subscription that allows most
     * @param plan the version that says so
     * @param asOf when it was answered
     */
    public record Answer(
            String feature,
            String kind,
            boolean allowed,
            Optional<String> reason,
            Optional<BigDecimal> used,
            Optional<BigDecimal> remaining,
            Optional<BigDecimal> limit,
            Optional<Entitlement.Per> per,
            Optional<Boolean> hard,
            Optional<Instant> resetsAt,
            Optional<String> subscriptionId,
            Optional<PlanVersion> plan,
            Instant asOf) {
        private static Answer none(String feature, String reason, Instant at) {
            return new Answer(
                    feature,
                    "none",
                    false,
                    Optional.of(reason),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    at);
        }
    }

    /** Whether a customer may use a feature; of several subscriptions the most generous one answers. */
    public Answer ask(String customerId, String feature, Wish wish) {
        Instant now = clock.instant();
        Known known = store.known(customerId, now);
        Timeline timeline = timeline(customerId, known);
        return timeline.grants(now).stream()
                .filter(grant -> grant.entitlement().feature().equals(feature))
                .map(grant -> answer(timeline, grant, wish, known, now))
                .min(GENEROUS)
                .orElseGet(() -> Answer.none(
                        feature, timeline.subscriptionsAt(now).isEmpty() ? "no_subscription" : "not_included", now));
    }

    /** Everything that a customer may use, by the name of the feature. */
    public List<Answer> all(String customerId) {
        Instant now = clock.instant();
        Known known = store.known(customerId, now);
        Timeline timeline = timeline(customerId, known);
        Map<String, List<Answer>> byFeature = new TreeMap<>();
        for (Grant grant : timeline.grants(now)) {
            byFeature
                    .computeIfAbsent(grant.entitlement().feature(), _ -> new ArrayList<>())
                    .add(answer(timeline, grant, Wish.ANYTHING, known, now));
        }
        return byFeature.values().stream()
                .map(answers -> answers.stream().min(GENEROUS).orElseThrow())
                .toList();
    }

    /**
     * What one more unit of a meter would cost.
     *
     * @param meter its key
     * @param subscriptionId the first subscription that charges for it
     * @param charge the charge
     * @param plan the version that prices it
     * @param used units of the period so far, as fresh as the rating of the log
     * @param amount the exact amount of one more, in the plan's currency
     * @param asOf when it was answered
     */
    public record NextUnit(
            String meter,
            String subscriptionId,
            String charge,
            PlanVersion plan,
            BigDecimal used,
            BigDecimal amount,
            Instant asOf) {}

    /**
     * The amount of one more unit after those of the period: with 10,000 calls included and 0.0050 for those beyond, 0 for the
     * 10,000th and 0.0050 for the next. Exact for that unit, and an estimate for a call, which stands where the log puts it. Empty if
     * no plan charges for the meter by its quantity alone.
     */
    public Optional<NextUnit> next(String customerId, String meter) {
        Instant now = clock.instant();
        Timeline timeline = timeline(customerId, store.known(customerId, now));
        return timeline.subscriptionsAt(now).stream()
                .flatMap(subscription -> next(timeline, subscription, meter, now).stream())
                .findFirst();
    }

    private Optional<NextUnit> next(Timeline timeline, String subscription, String meter, Instant now) {
        Optional<PlanVersion> plan = timeline.planAt(subscription, now);
        Optional<Charge.Usage> charge = plan.flatMap(version -> version.plan().chargeOfAll(meter));
        Optional<PeriodKey> period = timeline.periodAt(subscription, now);
        if (charge.isEmpty() || period.isEmpty()) {
            return Optional.empty();
        }
        String key = charge.get().key();
        return timeline.tariffAt(period.get(), key, now)
                .filter(Tariff::byQuantity)
                .map(tariff -> {
                    BigDecimal used =
                            store.quantities(period.get(), key).stream().reduce(BigDecimal.ZERO, BigDecimal::add);
                    BigDecimal before = amount(tariff, used);
                    BigDecimal amount = amount(tariff, used.add(BigDecimal.ONE)).subtract(before);
                    return new NextUnit(
                            meter,
                            subscription,
                            key,
                            plan.get(),
                            Decimals.canonical(used),
                            Decimals.canonical(amount),
                            now);
                });
    }

    private static BigDecimal amount(Tariff tariff, BigDecimal units) {
        return tariff.priced(new Usage.Quantity(units)).amount();
    }

    private Timeline timeline(String customerId, Known known) {
        Compiled before = compiled.get(customerId);
        if (before != null
                && before.catalogue() == known.catalogue()
                && before.subscriptions().equals(known.subscriptions())) {
            return before.timeline();
        }
        // What changed after "known" was read is read with it, and once more by the next question.
        Timeline timeline = Timeline.of(customerId, store.subscriptions(customerId), catalog.view(known.catalogue()));
        compiled.put(customerId, new Compiled(known.catalogue(), known.subscriptions(), timeline));
        return timeline;
    }

    private Answer answer(Timeline timeline, Grant grant, Wish wish, Known known, Instant now) {
        return switch (grant.entitlement()) {
            case Entitlement.Included _ -> answer(grant, "included", true, Optional.empty(), now);
            case Entitlement.Static _ -> {
                BigDecimal limit = grant.limit().orElseThrow();
                boolean fits =
                        wish.need().map(need -> need.compareTo(limit) <= 0).orElse(limit.signum() > 0);
                yield answer(grant, "static", fits, Optional.empty(), now);
            }
            case Entitlement.Metered metered -> {
                BigDecimal used = used(timeline, grant, metered, known, now);
                yield answer(
                        grant, "metered", !metered.hard() || fits(timeline, grant, used, wish), Optional.of(used), now);
            }
        };
    }

    private static Answer answer(Grant grant, String kind, boolean allowed, Optional<BigDecimal> used, Instant now) {
        Optional<BigDecimal> remaining =
                used.map(it -> grant.limit().orElseThrow().subtract(it).max(BigDecimal.ZERO));
        boolean reached =
                !allowed || remaining.filter(left -> left.signum() == 0).isPresent();
        Optional<Entitlement.Metered> metered =
                grant.entitlement() instanceof Entitlement.Metered it ? Optional.of(it) : Optional.empty();
        return new Answer(
                grant.entitlement().feature(),
                kind,
                allowed,
                reached ? Optional.of("limit_reached") : Optional.empty(),
                used.map(Decimals::canonical),
                remaining.map(Decimals::canonical),
                grant.limit().map(Decimals::canonical),
                metered.map(Entitlement.Metered::per),
                metered.map(Entitlement.Metered::hard),
                grant.window().map(window -> window.time().end()),
                Optional.of(grant.subscriptionId()),
                Optional.of(grant.plan()),
                now);
    }

    private boolean fits(Timeline timeline, Grant grant, BigDecimal used, Wish wish) {
        LimitWindow window = grant.window().orElseThrow();
        Optional<String> again = wish.value()
                .filter(_ -> meter(window).aggregation() == Aggregation.UNIQUE_COUNT)
                .filter(value -> store.hasValue(timeline.customerId(), window.valuesId(), value));
        BigDecimal limit = grant.limit().orElseThrow();
        return again.isPresent()
                || wish.need().map(need -> used.add(need).compareTo(limit) <= 0).orElse(used.compareTo(limit) < 0);
    }

    private BigDecimal used(Timeline timeline, Grant grant, Entitlement.Metered metered, Known known, Instant now) {
        LimitWindow window = grant.window().orElseThrow();
        Meter meter = meter(window);
        if (LimitBook.counts(meter)) {
            String state = known.counted().get(window);
            return state == null
                    ? BigDecimal.ZERO
                    : Aggregations.decode(LimitBook.folding(meter), state).quantity();
        }
        PeriodKey period = timeline.periodAt(grant.subscriptionId(), now).orElseThrow();
        boolean adds = meter.aggregation() == Aggregation.TIME_WEIGHTED;
        return grant.plan().plan().chargeOfAll(metered.meter()).stream()
                .flatMap(charge -> store.quantities(period, charge.key()).stream())
                .reduce(BigDecimal.ZERO, adds ? BigDecimal::add : BigDecimal::max);
    }

    private Meter meter(LimitWindow window) {
        return catalog.meter(window.meterKey()).orElseThrow();
    }
}
