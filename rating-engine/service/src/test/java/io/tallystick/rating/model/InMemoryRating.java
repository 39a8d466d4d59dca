package io.tallystick.rating.model;

import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.usage.MeterRules;
import io.tallystick.schemas.usage.UsageEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The life of one customer's lines as the owner of its partition leads it: batches of events, changes of subscriptions, time that
 * passes, seals. Everything that would be stored goes through its text, as after a restart.
 */
final class InMemoryRating {
    private final String customerId;
    private final Catalogue catalogue;
    private final MeterRules rules;
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final Map<Hash128, UsageEvent> events = new LinkedHashMap<>();
    private final Map<SeriesKey, String> states = new HashMap<>();
    private final Set<List<String>> uniqueValues = new HashSet<>();
    private final Set<Point> points = new HashSet<>();
    private final Map<String, RatedLine> lines = new LinkedHashMap<>();
    private final Map<String, PeriodKey> periods = new HashMap<>();

    private Timeline timeline;
    private Instant openedUntil = Instant.EPOCH;
    private Optional<Instant> sealedUntil = Optional.empty();
    private long revision;

    InMemoryRating(String customerId, Catalogue catalogue, MeterRules rules) {
        this.customerId = customerId;
        this.catalogue = catalogue;
        this.rules = rules;
        this.timeline = Timeline.of(customerId, List.of(), catalogue);
    }

    Timeline timeline() {
        return timeline;
    }

    Collection<RatedLine> lines() {
        return lines.values();
    }

    /** A subscription began or changed: what differs is attributed again and settled. */
    void changed(Subscription subscription, Instant asOf) {
        subscriptions.put(subscription.id(), subscription);
        Timeline next = Timeline.of(customerId, subscriptions.values(), catalogue);
        Optional<Instant> difference = timeline.firstDifference(next);
        timeline = next;
        openedUntil = later(openedUntil, asOf);
        if (difference.isEmpty()) {
            return;
        }
        foldAgain();
        Set<PeriodKey> touched = new LinkedHashSet<>(timeline.periods(Instant.MIN, openedUntil));
        touched.addAll(periods.values());
        touched.forEach(period -> settleWhole(period));
    }

    /** A batch of accepted events; a repeated identity is left out. */
    void batch(List<UsageEvent> batch) {
        Instant last = Instant.EPOCH;
        Set<SeriesKey> touched = new LinkedHashSet<>();
        List<Point> newPoints = new ArrayList<>();
        for (UsageEvent event : batch) {
            if (events.putIfAbsent(event.identity(), event) == null) {
                last = later(last, event.occurredAt());
                Attributed attributed = Attribution.attribute(event, timeline, rules);
                newPoints.addAll(attributed.points());
                touched.addAll(fold(attributed));
            }
        }
        due(last);
        for (Point point : newPoints) {
            touched.addAll(timeline.carriedInto(point, openedUntil));
        }
        settle(touched);
    }

    /** Time has passed: the lines of every period that has started come into being. */
    void due(Instant asOf) {
        if (asOf.isAfter(openedUntil)) {
            List<PeriodKey> opened = timeline.periods(openedUntil, asOf);
            openedUntil = asOf;
            opened.forEach(this::settleWhole);
        }
    }

    /** A close: the lines that belong to it. */
    List<RatedLine> seal(Instant cutoff) {
        due(cutoff);
        List<RatedLine> closed = lines.values().stream()
                .filter(line -> sealedUntil.map(line.billableAt()::isAfter).orElse(true)
                        && !line.billableAt().isAfter(cutoff))
                .toList();
        sealedUntil = Optional.of(cutoff);
        return closed;
    }

    private void foldAgain() {
        states.clear();
        uniqueValues.clear();
        points.clear();
        events.values().forEach(event -> fold(Attribution.attribute(event, timeline, rules)));
    }

    private List<SeriesKey> fold(Attributed attributed) {
        points.addAll(attributed.points());
        List<SeriesKey> touched = new ArrayList<>();
        if (attributed instanceof Attributed.Charged charged) {
            for (Contribution contribution : charged.contributions()) {
                SeriesKey series = contribution.series();
                boolean fresh = contribution
                        .uniqueValue()
                        .map(value -> uniqueValues.add(List.of(series.id().toString(), value)))
                        .orElse(false);
                SeriesState before = state(series);
                states.put(series, before.fold(contribution, fresh).encode());
                touched.add(series);
            }
        }
        return touched;
    }

    private SeriesState state(SeriesKey series) {
        String stored = states.get(series);
        return stored == null ? SeriesState.empty(timeline, series) : SeriesState.decode(stored);
    }

    private void settle(Set<SeriesKey> touched) {
        Map<PeriodKey, List<LineDraft>> drafts = new LinkedHashMap<>();
        for (SeriesKey series : touched) {
            drafts.computeIfAbsent(series.period(), _ -> new ArrayList<>()).addAll(rate(series));
        }
        drafts.forEach((period, rated) -> {
            List<RatedLine> standing = standing(period);
            List<LineDraft> expected = new ArrayList<>(rated);
            if (LineAssembly.hasDependents(timeline, period)) {
                expected.addAll(LineAssembly.dependents(timeline, period, rated, standing));
            }
            store(Settlement.settle(timeline, expected, standing, sealedUntil));
        });
    }

    private void settleWhole(PeriodKey period) {
        List<LineDraft> expected = new ArrayList<>(LineAssembly.fees(timeline, period));
        timeline.series(period).forEach(series -> expected.addAll(rate(series)));
        expected.addAll(LineAssembly.dependents(timeline, period, expected, List.of()));
        List<RatedLine> standing = standing(period);
        expected.addAll(Settlement.withdrawn(period, expected, standing));
        store(Settlement.settle(timeline, expected, standing, sealedUntil));
    }

    private List<LineDraft> rate(SeriesKey series) {
        List<PointRange> ranges = timeline.points(series);
        List<Point> needed = points.stream()
                .filter(point -> ranges.stream().anyMatch(range -> needs(range, point)))
                .toList();
        return LineAssembly.rate(timeline, series, state(series), new Members(needed));
    }

    /** The points of the range, and before it only the last of each gauge. */
    private boolean needs(PointRange range, Point point) {
        if (!range.meterKey().equals(point.meterKey()) || !point.at().isBefore(range.to())) {
            return false;
        }
        if (!point.at().isBefore(range.from())) {
            return true;
        }
        return range.carriedIn()
                && points.stream()
                        .noneMatch(other -> other.meterKey().equals(point.meterKey())
                                && other.gauge().equals(point.gauge())
                                && other.at().isBefore(range.from())
                                && other.compareTo(point) > 0);
    }

    private List<RatedLine> standing(PeriodKey period) {
        return lines.values().stream()
                .filter(line -> period.equals(periods.get(line.id())))
                .toList();
    }

    private void store(List<LineDraft> changed) {
        for (LineDraft draft : changed) {
            periods.put(draft.id(), draft.period());
            lines.put(draft.id(), draft.rated(++revision, 0));
        }
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
