package io.tallystick.rating.app;

import io.tallystick.rating.aggregation.Aggregations;
import io.tallystick.rating.aggregation.Sample;
import io.tallystick.rating.pricing.Findings;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.meter.Meter.Aggregation;
import io.tallystick.schemas.time.BillingPeriod;
import io.tallystick.schemas.usage.MeterRules;
import io.tallystick.schemas.usage.RefusedException;
import io.tallystick.schemas.usage.UsageEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a meter would make of events: the rules of the real run (identity, refusals, filter, period, dimensions, aggregation),
 * nothing is stored. Every event ends in one of the counters of the result.
 */
public final class AggregationSimulation {
    private final Request request;
    private final Map<Hash128, Hash128> seen = new HashMap<>();
    private final Map<Map<String, String>, Group> groups = new HashMap<>();
    private final Group whole = new Group();
    private final List<Refused> refused = new ArrayList<>();
    private long events;
    private long duplicates;
    private long conflicts;
    private long notChargeable;
    private long outside;

    private AggregationSimulation(Request request) {
        this.request = request;
    }

    /**
     * Aggregates the events.
     *
     * @throws PriceLanguageRefused if it is unclear which group a level before the first event belongs to
     */
    public static Result run(Request request) {
        AggregationSimulation simulation = new AggregationSimulation(request);
        request.events().forEach(simulation::take);
        return simulation.result();
    }

    private void take(UsageEvent event) {
        Hash128 content = event.content();
        Hash128 before = seen.putIfAbsent(event.identity(), content);
        if (before != null) {
            if (before.equals(content)) {
                duplicates++;
            } else {
                conflicts++;
            }
            return;
        }
        boolean fed = request.meter().eventTypes().contains(event.type());
        if (!fed || !MeterRules.passesFilter(request.meter(), event)) {
            notChargeable++;
            return;
        }
        try {
            new MeterRules(List.of(request.meter())).check(event);
        } catch (RefusedException refusal) {
            refused.add(new Refused(
                    event.source(),
                    event.id(),
                    refusal.refusal().code().code(),
                    refusal.refusal().pointer(),
                    refusal.refusal().detail()));
            return;
        }
        count(event);
    }

    private void count(UsageEvent event) {
        boolean inside = request.period().contains(event.occurredAt());
        boolean carriedIn = request.meter().aggregation() == Aggregation.TIME_WEIGHTED
                && event.occurredAt().isBefore(request.period().start());
        if (inside) {
            events++;
        } else {
            outside++;
        }
        if (inside || carriedIn) {
            groups.computeIfAbsent(dimensions(event), _ -> new Group()).add(event, request.meter());
            whole.add(event, request.meter());
        }
    }

    private Map<String, String> dimensions(UsageEvent event) {
        Map<String, String> values = new TreeMap<>();
        request.meter()
                .dimensions()
                .forEach((name, pointer) -> event.text(pointer).ifPresent(value -> values.put(name, value)));
        return values;
    }

    private Result result() {
        Map<Map<String, String>, BigDecimal> prior = priorLevels();
        prior.keySet().forEach(dimensions -> groups.computeIfAbsent(dimensions, _ -> new Group()));
        List<GroupQuantity> quantities = groups.entrySet().stream()
                .map(entry -> new GroupQuantity(
                        entry.getKey(), entry.getValue().quantity(request, prior.get(entry.getKey()))))
                .sorted(Comparator.comparing(group -> new TreeMap<>(group.dimensions()).toString()))
                .toList();
        return new Result(
                total(quantities), events, quantities, duplicates, conflicts, notChargeable, outside, refused);
    }

    /** A level without dimensions is that of the only group there is. */
    private Map<Map<String, String>, BigDecimal> priorLevels() {
        Map<Map<String, String>, BigDecimal> levels = new HashMap<>(request.priorLevels());
        BigDecimal single = levels.get(Map.of());
        if (single == null || groups.isEmpty() || groups.containsKey(Map.of())) {
            return levels;
        }
        if (groups.size() > 1) {
            Findings findings = Findings.root();
            findings.at("priorLevel")
                    .add(
                            "prior_level_ambiguous",
                            single,
                            "the events fall into " + groups.size()
                                    + " groups; use priorLevels: [{dimensions, quantity}]");
            throw new PriceLanguageRefused(findings.list());
        }
        levels.remove(Map.of());
        levels.putIfAbsent(groups.keySet().iterator().next(), single);
        return levels;
    }

    /** Levels of several groups stand beside each other and add up; every other kind looks at all samples together. */
    private BigDecimal total(List<GroupQuantity> quantities) {
        if (request.meter().aggregation() == Aggregation.TIME_WEIGHTED) {
            return quantities.stream().map(GroupQuantity::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
        return whole.quantity(request, null);
    }

    private static final class Group {
        private final List<Sample> samples = new ArrayList<>();
        private final Set<String> values = new HashSet<>();

        private void add(UsageEvent event, Meter meter) {
            BigDecimal value = meter.value().map(event::quantity).orElse(BigDecimal.ONE);
            samples.add(new Sample(event.occurredAt(), event.source(), event.id(), value));
            meter.unique().flatMap(event::text).ifPresent(values::add);
        }

        private BigDecimal quantity(Request request, BigDecimal prior) {
            if (request.meter().aggregation() == Aggregation.UNIQUE_COUNT) {
                return BigDecimal.valueOf(values.size());
            }
            return Aggregations.quantity(
                    request.meter(),
                    samples,
                    request.period(),
                    Optional.ofNullable(prior).orElse(BigDecimal.ZERO));
        }
    }

    /**
     * The question.
     *
     * @param meter how events are read
     * @param period the time that is asked about
     * @param priorLevels levels before the first event by dimension values, for TIME_WEIGHTED; without dimensions that of
     *     the only group
     * @param events in the order in which they arrived
     */
    public record Request(
            Meter meter,
            BillingPeriod period,
            Map<Map<String, String>, BigDecimal> priorLevels,
            List<UsageEvent> events) {}

    /**
     * The answer. The counters {@code events}, {@code duplicates}, {@code conflicts}, {@code notChargeable}, {@code outside}
     * and the refused events add up to the events of the question.
     *
     * @param quantity of the period
     * @param events how many are behind it
     * @param groups the quantity of each combination of dimension values
     * @param duplicates same identity, same content: counted once
     * @param conflicts same identity, other content: the first counts
     * @param notChargeable of a type that does not feed the meter, or excluded by its filter
     * @param outside before or after the period
     * @param refused without a usable quantity
     */
    public record Result(
            BigDecimal quantity,
            long events,
            List<GroupQuantity> groups,
            long duplicates,
            long conflicts,
            long notChargeable,
            long outside,
            List<Refused> refused) {}

    /**
     * The quantity of a group.
     *
     * @param dimensions name to value; a dimension that the events lacked is absent
     * @param quantity of the group
     */
    public record GroupQuantity(Map<String, String> dimensions, BigDecimal quantity) {}

    /**
     * An event that would be refused.
     *
     * @param source of the event
     * @param id of the event
     * @param code stable reason
     * @param pointer where in the event
     * @param detail in words
     */
    public record Refused(String source, String id, String code, String pointer, String detail) {}
}
