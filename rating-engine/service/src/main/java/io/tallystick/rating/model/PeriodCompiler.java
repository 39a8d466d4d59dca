package io.tallystick.rating.model;

import io.tallystick.rating.catalog.Charge;
import io.tallystick.rating.catalog.Plan;
import io.tallystick.rating.catalog.Proration;
import io.tallystick.rating.pricing.Share;
import io.tallystick.rating.pricing.Tariff;
import io.tallystick.schemas.money.Rounding;
import io.tallystick.schemas.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compiles one billing period: cuts it where a price changes and joins what stays the same. */
final class PeriodCompiler {
    private final History history;
    private final Catalogue catalogue;
    private final BillingPeriod whole;
    private final ZoneId zone;
    private final List<Span> spans;

    private PeriodCompiler(History history, Catalogue catalogue, BillingPeriod whole, BillingPeriod part) {
        this.history = history;
        this.catalogue = catalogue;
        this.whole = whole;
        this.zone = history.subscription().zone();
        this.spans = history.spansIn(part);
    }

    static PeriodView compile(History history, Catalogue catalogue, Run run, BillingPeriod whole) {
        BillingPeriod part = whole.intersection(run.time()).orElseThrow();
        PeriodCompiler compiler = new PeriodCompiler(history, catalogue, whole, part);
        Subscription subscription = history.subscription();
        PeriodKey key = new PeriodKey(subscription.customerId(), subscription.id(), whole);
        return new PeriodView(
                key,
                run,
                part,
                compiler.zone,
                compiler.spans,
                compiler.usage(key),
                compiler.fees(),
                compiler.shares(),
                compiler.orders(part));
    }

    private Map<String, UsageSeries> usage(PeriodKey period) {
        Map<String, UsageSeries> series = new LinkedHashMap<>();
        for (String key : chargeKeys(Charge.Usage.class)) {
            List<Cover> reserved = reservedFor(key);
            List<Segment> ofCharge = new ArrayList<>();
            for (Span span : spans) {
                if (!span.state().paused()) {
                    charge(span.state(), key, Charge.Usage.class)
                            .ifPresent(charge -> add(ofCharge, segment(span, charge, reserved)));
                }
            }
            if (!ofCharge.isEmpty()) {
                series.put(key, UsageSeries.of(SeriesKey.of(period, key), ofCharge));
            }
        }
        return series;
    }

    private Segment segment(Span span, Charge.Usage charge, List<Cover> reserved) {
        Tariff tariff = span.state().tariff(charge.key(), charge.tariff());
        BigDecimal units = reservedUpTo(span.time().start(), reserved);
        return new Segment(
                List.of(span.time()),
                span.state().plan(),
                charge,
                catalogue.meter(charge.meter()).orElseThrow(),
                units.signum() == 0 ? tariff : tariff.plusAllowance(units),
                span.state().trial());
    }

    private static void add(List<Segment> segments, Segment next) {
        if (!segments.isEmpty() && segments.getLast().continues(next)) {
            segments.set(segments.size() - 1, segments.getLast().plus(next.service()));
        } else {
            segments.add(next);
        }
    }

    /**
     * Units bought ahead in the period so far. Usage keeps its position in the period, so what was bought earlier in it still
     * counts after the reservation has changed or ended.
     */
    private static BigDecimal reservedUpTo(Instant at, List<Cover> reserved) {
        BigDecimal units = BigDecimal.ZERO;
        for (Cover cover : reserved) {
            if (!cover.service().start().isAfter(at)) {
                BigDecimal bought =
                        ((Charge.Reserved) cover.charge()).quantity().multiply(cover.quantity());
                // Whole units stay whole: a part of a period buys the units it pays for, cut to the digits of the
                // quantity.
                units = units.add(Rounding.UNITS_DOWN.toScale(cover.share().of(bought), Math.max(0, bought.scale())));
            }
        }
        return units;
    }

    private List<Cover> reservedFor(String usageKey) {
        List<Cover> covers = new ArrayList<>();
        for (String key : chargeKeys(Charge.Reserved.class)) {
            for (Cover cover : covers(key)) {
                if (cover.charge() instanceof Charge.Reserved reserved
                        && reserved.of().equals(usageKey)) {
                    covers.add(cover);
                }
            }
        }
        return covers;
    }

    private List<Cover> fees() {
        List<Cover> covers = new ArrayList<>();
        for (String key : chargeKeys(Charge.class)) {
            for (Cover cover : covers(key)) {
                if (cover.tariff().isPresent()) {
                    covers.add(cover);
                }
            }
        }
        return List.copyOf(covers);
    }

    private List<Cover> shares() {
        List<Cover> covers = new ArrayList<>();
        for (String key : chargeKeys(Charge.PercentOf.class)) {
            for (Cover cover : covers(key)) {
                if (cover.charge() instanceof Charge.PercentOf) {
                    covers.add(cover);
                }
            }
        }
        return List.copyOf(covers);
    }

    /** The parts of the period in which a fee or a share is owed; touching parts at the same price are one. */
    private List<Cover> covers(String key) {
        List<Cover> covers = new ArrayList<>();
        for (Span span : spans) {
            State state = span.state();
            if (state.paused() || state.trial()) {
                continue;
            }
            charge(state, key, Charge.class)
                    .flatMap(charge -> owed(span, charge))
                    .ifPresent(cover -> join(covers, cover));
        }
        return prorated(covers);
    }

    private static Optional<Cover> owed(Span span, Charge charge) {
        return switch (charge) {
            case Charge.Recurring fee -> Optional.of(cover(span, charge, Optional.of(fee.tariff())));
            case Charge.AddOn addOn -> Optional.of(cover(span, charge, Optional.of(addOn.tariff())));
            case Charge.Reserved reserved -> Optional.of(cover(span, charge, Optional.of(reserved.tariff())));
            case Charge.PercentOf _ -> Optional.of(cover(span, charge, Optional.empty()));
            case Charge.Usage _, Charge.OneOff _ -> Optional.empty();
        };
    }

    private static Cover cover(Span span, Charge charge, Optional<Tariff> listed) {
        State state = span.state();
        Optional<Tariff> tariff = listed.map(price -> state.tariff(charge.key(), price));
        return new Cover(span.time(), state.plan(), charge, tariff, state.quantity(charge), Share.FULL);
    }

    private static void join(List<Cover> covers, Cover next) {
        if (!covers.isEmpty() && samePrice(covers.getLast(), next)) {
            Cover last = covers.getLast();
            BillingPeriod joined =
                    new BillingPeriod(last.service().start(), next.service().end());
            covers.set(
                    covers.size() - 1,
                    new Cover(joined, last.plan(), last.charge(), last.tariff(), last.quantity(), Share.FULL));
        } else {
            covers.add(next);
        }
    }

    private static boolean samePrice(Cover last, Cover next) {
        return last.service().end().equals(next.service().start())
                && last.plan().plan().proration() == next.plan().plan().proration()
                && last.tariff().equals(next.tariff())
                && last.quantity().compareTo(next.quantity()) == 0
                && sameRule(last.charge(), next.charge());
    }

    private static boolean sameRule(Charge last, Charge next) {
        return switch (last) {
            case Charge.Recurring fee -> next instanceof Charge.Recurring other && fee.timing() == other.timing();
            case Charge.AddOn addOn -> next instanceof Charge.AddOn other && addOn.timing() == other.timing();
            case Charge.Reserved reserved ->
                next instanceof Charge.Reserved other
                        && reserved.timing() == other.timing()
                        && reserved.of().equals(other.of())
                        && reserved.quantity().compareTo(other.quantity()) == 0;
            case Charge.PercentOf share ->
                next instanceof Charge.PercentOf other
                        && share.of().equals(other.of())
                        && share.rate().compareTo(other.rate()) == 0
                        && share.minimum().equals(other.minimum())
                        && share.maximum().equals(other.maximum());
            case Charge.Usage _, Charge.OneOff _ -> false;
        };
    }

    /**
     * Gives each part its share of the period and drops the ones that own no day. Without proration the first part costs as
     * much as a full period, and a change to the charge takes effect with the next one.
     */
    private List<Cover> prorated(List<Cover> covers) {
        List<Cover> shared = new ArrayList<>();
        for (Cover cover : covers) {
            Proration proration = cover.plan().plan().proration();
            if (proration == Proration.NONE && !shared.isEmpty()) {
                continue;
            }
            Share share = Shares.of(proration, cover.service(), whole, zone);
            if (share.part().signum() > 0) {
                shared.add(new Cover(
                        cover.service(), cover.plan(), cover.charge(), cover.tariff(), cover.quantity(), share));
            }
        }
        return shared;
    }

    private List<Order> orders(BillingPeriod part) {
        List<Order> orders = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (Fact fact : history.subscription().facts()) {
            if (fact instanceof Fact.Take take && part.contains(take.at())) {
                State state = history.spanAt(take.at()).orElseThrow().state();
                charge(state, take.charge(), Charge.OneOff.class)
                        .ifPresent(charge -> orders.add(new Order(
                                take.at(),
                                seen.merge(take.charge() + "@" + take.at(), 1, Integer::sum) - 1,
                                state.plan(),
                                charge,
                                state.tariff(charge.key(), charge.tariff()),
                                take.quantity())));
            }
        }
        return List.copyOf(orders);
    }

    private Set<String> chargeKeys(Class<? extends Charge> kind) {
        Set<String> keys = new LinkedHashSet<>();
        for (Span span : spans) {
            Plan plan = span.state().plan().plan();
            for (Charge charge : plan.charges()) {
                if (kind.isInstance(charge)) {
                    keys.add(charge.key());
                }
            }
        }
        return keys;
    }

    private static <C extends Charge> Optional<C> charge(State state, String key, Class<C> kind) {
        return state.plan()
                .plan()
                .charge(key)
                .filter(charge -> kind.isInstance(charge) && (state.has(charge) || charge instanceof Charge.OneOff))
                .map(kind::cast);
    }
}
