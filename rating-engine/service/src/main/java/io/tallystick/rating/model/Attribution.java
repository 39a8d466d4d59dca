package io.tallystick.rating.model;

import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.meter.Meter.Aggregation;
import io.tallystick.schemas.usage.MeterRules;
import io.tallystick.schemas.usage.UsageEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds what an event is billed to: every usage charge, of every subscription of the customer that lives when the event
 * occurred, on every meter that counts it. An event at the end of a period belongs to the next one.
 */
public final class Attribution {
    /** From the one that says least to the one that says most. */
    private static final List<String> REASONS = List.of("no_subscription", "paused", "no_charge", "no_carried_amount");

    private final UsageEvent event;
    private final Timeline timeline;
    private final List<Contribution> contributions = new ArrayList<>(2);
    private final List<Point> points = new ArrayList<>(0);
    private Hash128 identity;
    private String reason = "no_subscription";

    private Attribution(UsageEvent event, Hash128 identity, Timeline timeline) {
        this.event = event;
        this.identity = identity;
        this.timeline = timeline;
    }

    /**
     * Attributes an event that passed {@link MeterRules#check}.
     *
     * <p>Reasons for {@code Unmatched}: {@code no_subscription} (none lives at that time), {@code paused} (one lives, but
     * rests), {@code no_charge} (no charge of the plan counts it), {@code no_carried_amount} (the price takes the amount from
     * the event, and there is none).
     */
    public static Attributed attribute(UsageEvent event, Timeline timeline, MeterRules rules) {
        return attribute(event, null, timeline, rules);
    }

    /**
     * The same.
     *
     * @param identity {@link UsageEvent#identity} if it is known already, or null
     */
    public static Attributed attribute(UsageEvent event, Hash128 identity, Timeline timeline, MeterRules rules) {
        return new Attribution(event, identity, timeline).attribute(rules.metersOf(event.type()));
    }

    private Attributed attribute(List<Meter> meters) {
        boolean counted = false;
        boolean leftOut = false;
        for (Meter meter : meters) {
            if (MeterRules.passesFilter(meter, event)) {
                counted = true;
                attribute(meter);
            } else {
                leftOut |= isCharged(meter);
            }
        }
        if (!contributions.isEmpty()) {
            return new Attributed.Charged(contributions, points);
        }
        // A failed call stays uncharged also where a meter that nobody pays for, such as distinct models, counts it.
        boolean notChargeable = !counted || (leftOut && points.isEmpty());
        return notChargeable ? new Attributed.NotChargeable() : new Attributed.Unmatched(reason, points);
    }

    private boolean isCharged(Meter meter) {
        for (History history : timeline.histories()) {
            if (history.spanAt(event.occurredAt())
                    .filter(span -> !span.state().paused())
                    .isEmpty()) {
                continue;
            }
            PeriodView view = timeline.viewAt(history, event.occurredAt()).orElseThrow();
            for (UsageSeries series : view.usage().values()) {
                int number = series.segmentAt(event.occurredAt());
                if (number >= 0 && series.segments().get(number).counts(meter)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void attribute(Meter meter) {
        boolean keep = meter.aggregation() == Aggregation.TIME_WEIGHTED;
        for (History history : timeline.histories()) {
            Optional<Span> span = history.spanAt(event.occurredAt());
            if (span.isEmpty()) {
                continue;
            }
            if (span.get().state().paused()) {
                because("paused");
                continue;
            }
            PeriodView view = timeline.viewAt(history, event.occurredAt()).orElseThrow();
            for (UsageSeries series : view.usage().values()) {
                int number = series.segmentAt(event.occurredAt());
                if (number >= 0 && series.segments().get(number).counts(meter)) {
                    keep |= Measure.needsPoints(series.segments().get(number));
                    contribute(series, number);
                }
            }
            because("no_charge");
        }
        if (keep) {
            points.add(new Point(
                    meter.key(),
                    Dimensions.text(dimensions(meter, meter.dimensions().keySet())),
                    event.occurredAt(),
                    event.source(),
                    event.id(),
                    quantity(meter)));
        }
    }

    private void contribute(UsageSeries series, int number) {
        Segment segment = series.segments().get(number);
        for (Meter.Condition condition : segment.charge().filter()) {
            Optional<String> value = Optional.ofNullable(
                            segment.meter().dimensions().get(condition.dimension()))
                    .flatMap(event::text);
            if (value.filter(condition.in()::contains).isEmpty()) {
                return;
            }
        }
        Optional<String> pointer = Measure.carriedAmount(segment);
        if (pointer.isPresent() && event.text(pointer.get()).isEmpty()) {
            because("no_carried_amount");
            return;
        }
        String group = group(segment.meter(), Measure.groupedBy(segment));
        contributions.add(new Contribution(
                series.key(),
                number,
                pointer.map(event::quantity).orElseGet(() -> quantity(segment.meter())),
                uniqueValue(segment, number, group),
                group,
                event.occurredAt(),
                event.source(),
                event.id(),
                identity()));
    }

    private Optional<String> uniqueValue(Segment segment, int number, String group) {
        if (segment.meter().aggregation() != Aggregation.UNIQUE_COUNT) {
            return Optional.empty();
        }
        String value = segment.meter().unique().flatMap(event::text).orElseThrow();
        // The number and the group say how long they are, so no value can look like another segment's.
        return Optional.of(number + "/" + group + "/" + value);
    }

    private BigDecimal quantity(Meter meter) {
        return meter.value().map(event::quantity).orElse(BigDecimal.ONE);
    }

    /** Most prices tell nothing apart, and most of the others go by one dimension. */
    private String group(Meter meter, List<String> names) {
        return switch (names.size()) {
            case 0 -> "";
            case 1 -> {
                String pointer = meter.dimensions().get(names.getFirst());
                String value = pointer == null ? null : event.text(pointer).orElse(null);
                yield value == null ? "" : Dimensions.text(names.getFirst(), value);
            }
            default -> Dimensions.text(dimensions(meter, names));
        };
    }

    private Map<String, String> dimensions(Meter meter, Collection<String> names) {
        if (names.isEmpty()) {
            return Map.of();
        }
        Map<String, String> values = new TreeMap<>();
        for (String name : names) {
            Optional.ofNullable(meter.dimensions().get(name))
                    .flatMap(event::text)
                    .ifPresent(value -> values.put(name, value));
        }
        return values;
    }

    /** Keeps the reason that says most: a charge that lacks its amount before no charge before a pause before nothing. */
    private void because(String next) {
        if (REASONS.indexOf(next) > REASONS.indexOf(reason)) {
            reason = next;
        }
    }

    private Hash128 identity() {
        if (identity == null) {
            identity = event.identity();
        }
        return identity;
    }
}
