package io.tallystick.rating.model;

import io.tallystick.rating.catalog.Charge;
import io.tallystick.rating.catalog.Entitlement;
import io.tallystick.rating.catalog.Entitlement.Per;
import io.tallystick.rating.catalog.Entitlement.Raise;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The limits of one subscription: which usage is counted against them, and what they allow. */
final class Allowances {
    private final History history;
    private final Map<String, Set<Per>> limited = new HashMap<>();
    private final Map<Per, BillingPeriod> recent = new ConcurrentHashMap<>();

    Allowances(History history) {
        this.history = history;
        for (Span span : history.spans()) {
            for (Entitlement entitlement : span.state().plan().plan().entitlements()) {
                if (entitlement instanceof Entitlement.Metered metered) {
                    limited.computeIfAbsent(metered.meter(), _ -> EnumSet.noneOf(Per.class))
                            .add(metered.per());
                }
            }
        }
    }

    boolean limits() {
        return !limited.isEmpty();
    }

    /** A meter is counted from the beginning if any plan of the subscription limits it, so that an upgrade keeps the count. */
    void windows(Meter meter, Instant at, List<LimitWindow> into) {
        Set<Per> spans = limited.get(meter.key());
        if (spans != null && living(at).isPresent()) {
            spans.forEach(per -> into.add(new LimitWindow(id(), meter.key(), per, recent(per, at))));
        }
    }

    /** The start of the first of the spans that hold an instant. */
    Optional<Instant> countedSince(Instant at) {
        if (history.spanAt(at).isEmpty()) {
            return Optional.empty();
        }
        return limited.values().stream()
                .flatMap(Set::stream)
                .map(per -> window(per, at).start())
                .min(Instant::compareTo);
    }

    void grants(Instant at, List<Grant> into) {
        Optional<Span> span = living(at);
        if (span.isEmpty()) {
            return;
        }
        State state = span.get().state();
        Set<String> said = new HashSet<>();
        for (Entitlement entitlement : state.entitlements()) {
            said.add(entitlement.feature());
            into.add(
                    switch (entitlement) {
                        case Entitlement.Included _ -> unlimited(state, entitlement);
                        case Entitlement.Static fixed ->
                            grant(state, entitlement, raised(state, fixed.limit(), fixed.raisedBy()), Optional.empty());
                        case Entitlement.Metered metered -> {
                            said.add(metered.meter());
                            LimitWindow window =
                                    new LimitWindow(id(), metered.meter(), metered.per(), recent(metered.per(), at));
                            yield grant(
                                    state,
                                    entitlement,
                                    raised(state, metered.limit(), metered.raisedBy()),
                                    Optional.of(window));
                        }
                    });
        }
        for (Charge charge : state.plan().plan().charges()) {
            if (charge instanceof Charge.Usage usage && state.has(charge) && said.add(usage.meter())) {
                into.add(unlimited(state, new Entitlement.Included(usage.meter())));
            }
        }
    }

    private Grant unlimited(State state, Entitlement entitlement) {
        return new Grant(id(), state.plan(), entitlement, Optional.empty(), Optional.empty());
    }

    private Grant grant(State state, Entitlement entitlement, BigDecimal limit, Optional<LimitWindow> window) {
        return new Grant(id(), state.plan(), entitlement, Optional.of(limit), window);
    }

    private static BigDecimal raised(State state, BigDecimal limit, List<Raise> raisedBy) {
        BigDecimal all = limit;
        for (Raise raise : raisedBy) {
            Optional<Charge> charge = state.plan().plan().charge(raise.charge()).filter(state::has);
            all = charge.isEmpty() ? all : all.add(raise.by().multiply(state.quantity(charge.get())));
        }
        return all;
    }

    private Optional<Span> living(Instant at) {
        return history.spanAt(at).filter(span -> !span.state().paused());
    }

    private BillingPeriod recent(Per per, Instant at) {
        BillingPeriod last = recent.get(per);
        if (last == null || !last.contains(at)) {
            last = window(per, at);
            recent.put(per, last);
        }
        return last;
    }

    private BillingPeriod window(Per per, Instant at) {
        ZoneId zone = history.subscription().zone();
        LocalDate day = LocalDate.ofInstant(at, zone);
        return switch (per) {
            case DAY -> days(day, day.plusDays(1), zone);
            case MONTH -> days(day.withDayOfMonth(1), day.withDayOfMonth(1).plusMonths(1), zone);
            case PERIOD -> history.runAt(at).orElseThrow().calendar().periodContaining(at);
        };
    }

    private static BillingPeriod days(LocalDate from, LocalDate to, ZoneId zone) {
        return new BillingPeriod(
                from.atStartOfDay(zone).toInstant(), to.atStartOfDay(zone).toInstant());
    }

    private String id() {
        return history.subscription().id();
    }

    static List<Allowances> of(List<History> histories) {
        List<Allowances> all = new ArrayList<>();
        histories.forEach(history -> all.add(new Allowances(history)));
        return List.copyOf(all);
    }
}
