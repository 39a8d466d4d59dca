package io.tallystick.rating.simulation;

import io.tallystick.rating.app.Account;
import io.tallystick.rating.app.Identity;
import io.tallystick.rating.app.KeptEvent;
import io.tallystick.rating.app.Parked;
import io.tallystick.rating.app.Position;
import io.tallystick.rating.app.Rejection;
import io.tallystick.rating.app.Repeat;
import io.tallystick.rating.app.SeenValue;
import io.tallystick.rating.app.StoredLine;
import io.tallystick.rating.app.StoredSeries;
import io.tallystick.rating.model.Point;
import io.tallystick.rating.model.PointRange;
import io.tallystick.rating.model.SeriesKey;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.rated.Sealed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The rows of one partition. A transaction works on a copy, so that nobody sees what is not committed. */
final class Shard {
    /** An event with the hash of its content. */
    record Kept(KeptEvent event, Hash128 content) {}

    /** A point and whose it is. */
    record Owned(String customerId, Point point) {}

    final Map<Identity, Kept> events;
    final Map<Long, Repeat> repeats;
    final Map<Long, Rejection> rejections;
    final Map<String, Account> accounts;
    final Map<SeriesKey, StoredSeries> series;
    final Set<SeenValue> values;
    final Set<Owned> points;
    final Map<String, StoredLine> lines;
    final Map<String, Sealed> seals;
    final Map<String, String> outcomes;
    final List<Parked> parked;
    Position position;

    Shard() {
        events = new LinkedHashMap<>();
        repeats = new TreeMap<>();
        rejections = new TreeMap<>();
        accounts = new TreeMap<>();
        series = new LinkedHashMap<>();
        values = new LinkedHashSet<>();
        points = new LinkedHashSet<>();
        lines = new LinkedHashMap<>();
        seals = new LinkedHashMap<>();
        outcomes = new LinkedHashMap<>();
        parked = new ArrayList<>();
    }

    private Shard(Shard other) {
        events = new LinkedHashMap<>(other.events);
        repeats = new TreeMap<>(other.repeats);
        rejections = new TreeMap<>(other.rejections);
        accounts = new TreeMap<>(other.accounts);
        series = new LinkedHashMap<>(other.series);
        values = new LinkedHashSet<>(other.values);
        points = new LinkedHashSet<>(other.points);
        lines = new LinkedHashMap<>(other.lines);
        seals = new LinkedHashMap<>(other.seals);
        outcomes = new LinkedHashMap<>(other.outcomes);
        parked = new ArrayList<>(other.parked);
        position = other.position;
    }

    /** Points of a customer in some ranges, and those that are carried into them. */
    List<Point> points(String customerId, Collection<PointRange> ranges) {
        Set<Point> found = new LinkedHashSet<>();
        for (PointRange range : ranges) {
            Map<String, Point> before = new LinkedHashMap<>();
            for (Owned owned : points) {
                Point point = owned.point();
                if (!owned.customerId().equals(customerId) || !point.meterKey().equals(range.meterKey())) {
                    continue;
                }
                if (point.at().isBefore(range.from())) {
                    before.merge(point.gauge(), point, (a, b) -> a.compareTo(b) > 0 ? a : b);
                } else if (point.at().isBefore(range.to())) {
                    found.add(point);
                }
            }
            if (range.carriedIn()) {
                found.addAll(before.values());
            }
        }
        return List.copyOf(found);
    }

    Shard copy() {
        return new Shard(this);
    }
}
