package io.tallystick.rating.model;

import io.tallystick.rating.aggregation.Percentile;
import io.tallystick.rating.aggregation.Sample;
import io.tallystick.rating.aggregation.TimeWeighted;
import io.tallystick.rating.pricing.Dynamic;
import io.tallystick.rating.pricing.Flat;
import io.tallystick.rating.pricing.Graduated;
import io.tallystick.rating.pricing.GraduatedPercentage;
import io.tallystick.rating.pricing.Matrix;
import io.tallystick.rating.pricing.PackagePrice;
import io.tallystick.rating.pricing.PerUnit;
import io.tallystick.rating.pricing.Percentage;
import io.tallystick.rating.pricing.Price;
import io.tallystick.rating.pricing.Stairstep;
import io.tallystick.rating.pricing.Usage;
import io.tallystick.rating.pricing.Volume;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.meter.Meter.Aggregation;
import io.tallystick.schemas.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a segment counts and how its quantity comes out of its state and its points. */
final class Measure {
    private static final Comparator<Map<String, String>> BY_TEXT = Comparator.comparing(Dimensions::text);

    private Measure() {}

    /** Whether the single points are needed, and not only a running state. */
    static boolean needsPoints(Segment segment) {
        return switch (segment.meter().aggregation()) {
            case TIME_WEIGHTED, PERCENTILE -> true;
            case COUNT, SUM, MAX, MIN, LATEST, AVERAGE, UNIQUE_COUNT -> needsTransactions(segment);
        };
    }

    static boolean needsTransactions(Segment segment) {
        return segment.tariff().price() instanceof Percentage percentage && percentage.needsTransactions();
    }

    /** The dimensions by which the price tells quantities apart. */
    static List<String> groupedBy(Segment segment) {
        return switch (segment.tariff().price()) {
            case Matrix matrix -> matrix.dimensions();
            case Flat _,
                    PerUnit _,
                    Graduated _,
                    Volume _,
                    PackagePrice _,
                    Stairstep _,
                    Percentage _,
                    GraduatedPercentage _,
                    Dynamic _ -> List.of();
        };
    }

    /** The JSON pointer of the amount that an event carries itself. */
    static Optional<String> carriedAmount(Segment segment) {
        Price price = segment.tariff().price();
        return price instanceof Dynamic dynamic ? Optional.of(dynamic.amount()) : Optional.empty();
    }

    /** How the state of a segment folds: amounts of money always add up, whatever the meter counts. */
    static Aggregation folding(Segment segment) {
        boolean money = segment.tariff().price() instanceof Dynamic || needsTransactions(segment);
        return money ? Aggregation.SUM : segment.meter().aggregation();
    }

    /** Whether quantities of two segments add up to the quantity of both. */
    static boolean addsUp(Segment segment) {
        return switch (folding(segment)) {
            case COUNT, SUM, TIME_WEIGHTED -> true;
            case MAX, MIN, LATEST, AVERAGE, UNIQUE_COUNT, PERCENTILE -> false;
        };
    }

    /** The usage of a segment, ready to be priced. */
    static Usage usage(Segment segment, SeriesState.Part part, Members members, BillingPeriod whole) {
        if (!needsPoints(segment)) {
            return grouped(segment, part.quantities());
        }
        if (needsTransactions(segment)) {
            return new Usage.Transactions(
                    samples(segment, members).stream().map(Sample::value).toList());
        }
        Map<Map<String, String>, BigDecimal> quantities = segment.meter().aggregation() == Aggregation.TIME_WEIGHTED
                ? weighted(segment, members, whole)
                : percentiles(segment, members, whole);
        Map<String, BigDecimal> byText = new TreeMap<>();
        quantities.forEach((group, quantity) -> byText.put(Dimensions.text(group), quantity));
        return grouped(segment, byText);
    }

    /** Whether given usage belongs to a charge: the meter is right and the filter of the charge lets it pass. */
    static boolean counts(Segment segment, Given given) {
        return segment.meter().key().equals(given.meterKey())
                && passes(segment.charge().filter(), given.dimensions());
    }

    /** Given usage, ready to be priced. */
    static Usage given(Segment segment, Given given) {
        if (needsTransactions(segment)) {
            return new Usage.Transactions(List.of(given.quantity()));
        }
        return grouped(segment, Map.of(Dimensions.text(group(segment, given.dimensions())), given.quantity()));
    }

    private static Usage grouped(Segment segment, Map<String, BigDecimal> quantities) {
        if (groupedBy(segment).isEmpty()) {
            return new Usage.Quantity(quantities.getOrDefault("", BigDecimal.ZERO));
        }
        List<Usage.Group> groups = new ArrayList<>(quantities.size());
        quantities.forEach((group, quantity) -> groups.add(new Usage.Group(Dimensions.parse(group), quantity)));
        return new Usage.Groups(groups);
    }

    /** Level × time of every gauge inside the windows, summed by group and divided once. */
    private static Map<Map<String, String>, BigDecimal> weighted(
            Segment segment, Members members, BillingPeriod whole) {
        Map<Map<String, String>, BigDecimal> areas = new TreeMap<>(BY_TEXT);
        byGauge(segment, members).forEach((gauge, samples) -> {
            BigDecimal area = BigDecimal.ZERO;
            for (BillingPeriod window : segment.windows()) {
                area = area.add(TimeWeighted.area(samples, BigDecimal.ZERO, window));
            }
            areas.merge(group(segment, gauge), area, BigDecimal::add);
        });
        Meter.Per per = segment.meter().per().orElse(Meter.Per.MONTH);
        areas.replaceAll((_, area) -> TimeWeighted.quantity(area, whole, per));
        return areas;
    }

    private static Map<Map<String, String>, BigDecimal> percentiles(
            Segment segment, Members members, BillingPeriod whole) {
        Map<Map<String, String>, List<Sample>> samples = new TreeMap<>(BY_TEXT);
        byGauge(segment, members)
                .forEach((gauge, ofGauge) -> samples.computeIfAbsent(group(segment, gauge), _ -> new ArrayList<>())
                        .addAll(inWindows(segment, ofGauge)));
        Map<Map<String, String>, BigDecimal> quantities = new TreeMap<>(BY_TEXT);
        samples.forEach(
                (group, ofGroup) -> quantities.put(group, Percentile.quantity(ofGroup, whole, segment.meter())));
        return quantities;
    }

    private static List<Sample> samples(Segment segment, Members members) {
        List<Sample> all = new ArrayList<>();
        byGauge(segment, members).values().forEach(ofGauge -> all.addAll(inWindows(segment, ofGauge)));
        return all.stream().sorted().toList();
    }

    private static List<Sample> inWindows(Segment segment, List<Sample> samples) {
        return samples.stream().filter(sample -> segment.contains(sample.at())).toList();
    }

    private static Map<Map<String, String>, List<Sample>> byGauge(Segment segment, Members members) {
        Map<String, List<Sample>> byText = new TreeMap<>();
        Instant end = segment.service().end();
        for (Point point : members.points()) {
            if (point.meterKey().equals(segment.meter().key()) && point.at().isBefore(end)) {
                byText.computeIfAbsent(point.gauge(), _ -> new ArrayList<>())
                        .add(new Sample(point.at(), point.source(), point.id(), point.value()));
            }
        }
        Map<Map<String, String>, List<Sample>> byGauge = new TreeMap<>(BY_TEXT);
        byText.forEach((text, samples) -> {
            Map<String, String> gauge = Dimensions.parse(text);
            if (passes(segment.charge().filter(), gauge)) {
                byGauge.put(gauge, samples);
            }
        });
        return byGauge;
    }

    private static boolean passes(List<Meter.Condition> filter, Map<String, String> values) {
        return filter.stream()
                .allMatch(condition -> values.containsKey(condition.dimension())
                        && condition.in().contains(values.get(condition.dimension())));
    }

    private static Map<String, String> group(Segment segment, Map<String, String> values) {
        Map<String, String> group = new TreeMap<>();
        for (String dimension : groupedBy(segment)) {
            if (values.containsKey(dimension)) {
                group.put(dimension, values.get(dimension));
            }
        }
        return group;
    }
}
