package io.tallystick.rating.app;

import io.tallystick.rating.aggregation.Aggregations;
import io.tallystick.rating.aggregation.Sample;
import io.tallystick.rating.model.LimitWindow;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.meter.Meter.Aggregation;
import io.tallystick.schemas.usage.MeterRules;
import io.tallystick.schemas.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts accepted events against the limits of plans, in the unit of work that accepts them: one row for each limited meter and span of
 * time, written once however many events the unit has.
 */
final class LimitCounting {
    /** Spans that ended so long ago are no longer counted, and are forgotten when time passes. */
    static final Duration KEPT = Duration.ofDays(35);

    /** Most spans of a customer in memory; what is dropped is read again. */
    private static final int MOST_HELD = 200;

    private final RatingUnit unit;
    private final List<Hit> hits = new ArrayList<>();

    LimitCounting(RatingUnit unit) {
        this.unit = unit;
    }

    /** An event that counts in a span. */
    private record Hit(CustomerBook customer, LimitWindow window, Meter meter, UsageEvent event) {
        Optional<SeenValue> value() {
            return meter.aggregation() == Aggregation.UNIQUE_COUNT
                    ? meter.unique()
                            .flatMap(event::text)
                            .map(value -> new SeenValue(customer.timeline().customerId(), window.valuesId(), value))
                    : Optional.empty();
        }

        LimitBook book() {
            return customer.limits().get(window);
        }

        Sample sample() {
            BigDecimal quantity = meter.value().map(event::quantity).orElse(BigDecimal.ONE);
            return new Sample(event.occurredAt(), event.source(), event.id(), quantity);
        }
    }

    /** Takes an event that is new; {@link #settle} counts it. */
    void take(CustomerBook customer, UsageEvent event, Instant receivedAt) {
        take(customer, event, receivedAt, unit.catalog().rules());
    }

    private void take(CustomerBook customer, UsageEvent event, Instant receivedAt, MeterRules rules) {
        if (!customer.timeline().hasLimits()) {
            return;
        }
        Instant oldest = receivedAt.minus(KEPT);
        for (Meter meter : rules.metersOf(event.type())) {
            if (LimitBook.counts(meter) && MeterRules.passesFilter(meter, event)) {
                for (LimitWindow window : customer.timeline().limitWindows(meter, event.occurredAt())) {
                    if (window.time().end().isAfter(oldest)) {
                        hits.add(new Hit(customer, window, meter, event));
                    }
                }
            }
        }
    }

    /** Counts what was taken and keeps the rows. */
    void settle() {
        if (hits.isEmpty()) {
            return;
        }
        read();
        Set<SeenValue> fresh = newValues();
        Map<LimitWindow, CountedUsage> changed = new LinkedHashMap<>();
        for (Hit hit : hits) {
            Optional<SeenValue> value = hit.value();
            if (value.isEmpty() || fresh.remove(value.get())) {
                hit.book().plus(hit.sample());
                changed.put(
                        hit.window(),
                        new CountedUsage(
                                hit.customer().timeline().customerId(),
                                hit.window(),
                                hit.book().counted().encode()));
            }
        }
        if (!changed.isEmpty()) {
            unit.tx().saveLimits(unit.place().partition(), changed.values());
        }
        hits.clear();
    }

    /**
     * Counts the present spans of a customer again from the events, because the subscription changed or an event was taken back.
     *
     * @param at an instant of the present spans; earlier ones are forgotten
     */
    void again(CustomerBook customer, Instant at) {
        String id = customer.timeline().customerId();
        unit.tx().forgetLimits(id);
        customer.limits().clear();
        customer.timeline().countedSince(at).ifPresent(since -> {
            unit.tx().events(id, since, CustomerBook.NEVER, kept -> {
                if (kept.disposition() == Disposition.RATED || kept.disposition() == Disposition.UNMATCHED) {
                    take(
                            customer,
                            kept.event(),
                            kept.receivedAt(),
                            unit.catalog().rulesOfAll());
                }
            });
            settle();
        });
    }

    /** The rows of spans that are not in memory. */
    private void read() {
        for (Hit hit : hits) {
            if (hit.customer().limits().size() > MOST_HELD) {
                hit.customer().limits().clear();
            }
        }
        Map<LimitWindow, Hit> unknown = new LinkedHashMap<>();
        for (Hit hit : hits) {
            if (hit.book() == null) {
                unknown.putIfAbsent(hit.window(), hit);
            }
        }
        if (unknown.isEmpty()) {
            return;
        }
        List<CountedUsage> asked = new ArrayList<>();
        unknown.forEach((window, hit) ->
                asked.add(new CountedUsage(hit.customer().timeline().customerId(), window, "")));
        Map<LimitWindow, String> kept = unit.tx().limits(asked);
        unknown.forEach((window, hit) -> {
            Aggregation folding = LimitBook.folding(hit.meter());
            String state = kept.get(window);
            hit.customer()
                    .limits()
                    .put(
                            window,
                            new LimitBook(
                                    state == null ? Aggregations.empty(folding) : Aggregations.decode(folding, state)));
        });
    }

    private Set<SeenValue> newValues() {
        Set<SeenValue> asked = new LinkedHashSet<>();
        for (Hit hit : hits) {
            hit.value().filter(value -> hit.book().mayBeNew(value.value())).ifPresent(value -> {
                asked.add(value);
                hit.book().remember(value.value());
            });
        }
        return asked.isEmpty() ? asked : new LinkedHashSet<>(unit.tx().addValues(asked));
    }
}
