package io.tallystick.rating.app;

import io.tallystick.rating.model.PeriodKey;
import io.tallystick.rating.model.Point;
import io.tallystick.rating.model.SeriesKey;
import io.tallystick.rating.model.SeriesState;
import io.tallystick.schemas.rated.RatedLine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the owner of a partition knows of one billing period of one subscription: its aggregates and its standing lines, as the
 * database holds them. Changes within a unit of work; void if that is undone.
 */
final class PeriodBook {
    private final PeriodKey key;
    private final Map<SeriesKey, SeriesState> states = new HashMap<>();
    private final Map<String, RatedLine> lines = new LinkedHashMap<>();
    private final Map<SeriesKey, Set<String>> seen = new HashMap<>();
    private final Map<SeriesKey, List<Point>> points = new HashMap<>();

    PeriodBook(PeriodKey key, Collection<StoredSeries> series, Collection<RatedLine> standing) {
        this.key = key;
        series.forEach(stored -> states.put(stored.key(), stored.state()));
        standing.forEach(this::stands);
    }

    PeriodKey key() {
        return key;
    }

    Optional<SeriesState> state(SeriesKey series) {
        return Optional.ofNullable(states.get(series));
    }

    Collection<SeriesKey> folded() {
        return states.keySet();
    }

    void state(SeriesKey series, SeriesState state) {
        states.put(series, state);
    }

    Collection<RatedLine> standing() {
        return lines.values();
    }

    void stands(RatedLine line) {
        lines.put(line.id(), line);
    }

    /** Forgets every aggregate, because all events of the period are folded again. */
    void forget() {
        states.clear();
        seen.clear();
        points.clear();
    }

    /** Whether the series is known to have seen a value; if it is not known, the database is asked. */
    boolean hasSeen(SeriesKey series, String value) {
        return seen.getOrDefault(series, Set.of()).contains(value);
    }

    void saw(SeriesKey series, String value) {
        seen.computeIfAbsent(series, _ -> new HashSet<>()).add(value);
    }

    /** The points of a series, if they are in memory. */
    Optional<List<Point>> points(SeriesKey series) {
        return Optional.ofNullable(points.get(series));
    }

    void points(SeriesKey series, List<Point> all) {
        points.put(series, new ArrayList<>(all));
    }

    /** A new point that this series needs, which is not in the list yet. */
    void point(SeriesKey series, Point point) {
        List<Point> known = points.get(series);
        if (known != null) {
            known.add(point);
        }
    }

    /** Forgets the points of a series: they are read again when they are needed. */
    void forgetPoints(SeriesKey series) {
        points.remove(series);
    }

    /** Roughly how many things it holds, to bound memory. */
    int weight() {
        int held = states.size() + lines.size();
        for (Set<String> values : seen.values()) {
            held += values.size() / 8;
        }
        for (List<Point> ofSeries : points.values()) {
            held += ofSeries.size() / 8;
        }
        return held;
    }
}
