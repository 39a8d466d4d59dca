package io.tallystick.rating.app;

import io.tallystick.rating.model.LimitWindow;
import io.tallystick.rating.model.PeriodKey;
import io.tallystick.rating.model.Point;
import io.tallystick.rating.model.PointRange;
import io.tallystick.rating.model.Subscription;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Sealed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A transaction that reads what is there and keeps what is written to itself: a unit of work of a correction runs on it and finds
 * what it wrote, and nothing is stored.
 */
final class PretendedTransaction implements RatingTransaction {
    private final RatingTransaction real;
    private final Map<Identity, KeptEvent> events = new LinkedHashMap<>();
    private final Map<String, Set<Point>> addedPoints = new HashMap<>();
    private final Map<String, Set<Point>> removedPoints = new HashMap<>();
    private final List<StoredLine> lines = new ArrayList<>();

    PretendedTransaction(RatingTransaction real) {
        this.real = real;
    }

    /** The lines that would be stored. */
    List<StoredLine> lines() {
        return lines;
    }

    /** A line as it really stands. */
    Optional<RatedLine> before(StoredLine line) {
        return real.lines(List.of(line.period())).getOrDefault(line.period(), List.of()).stream()
                .filter(standing -> standing.id().equals(line.line().line().id()))
                .findFirst();
    }

    @Override
    public void addNewEvents(int partition, List<NewEvent> added) {
        throw onlyPretended();
    }

    @Override
    public Set<Long> addEvents(int partition, List<NewEvent> added) {
        Set<Long> offsets = new HashSet<>();
        for (NewEvent one : added) {
            Identity identity = Identity.of(one.event());
            if (event(identity).isEmpty()) {
                events.put(
                        identity,
                        new KeptEvent(
                                one.event(),
                                one.disposition(),
                                one.reason(),
                                one.receivedAt(),
                                partition,
                                one.offset()));
                offsets.add(one.offset());
            }
        }
        return offsets;
    }

    @Override
    public void events(String customerId, Instant from, Instant to, Consumer<KeptEvent> each) {
        real.events(customerId, from, to, event -> {
            if (!events.containsKey(Identity.of(event.event()))) {
                each.accept(event);
            }
        });
        for (KeptEvent event : List.copyOf(events.values())) {
            Instant at = event.event().occurredAt();
            if (event.event().customerId().equals(customerId) && !at.isBefore(from) && at.isBefore(to)) {
                each.accept(event);
            }
        }
    }

    @Override
    public Optional<KeptEvent> event(Identity identity) {
        KeptEvent known = events.get(identity);
        return known == null ? real.event(identity) : Optional.of(known);
    }

    @Override
    public void dispose(int partition, long offset, List<KeptEvent> disposed) {
        disposed.forEach(event -> events.put(Identity.of(event.event()), event));
    }

    @Override
    public void addPoints(Map<String, List<Point>> byCustomer) {
        byCustomer.forEach((customer, points) -> {
            addedPoints.computeIfAbsent(customer, _ -> new HashSet<>()).addAll(points);
            removedPoints.getOrDefault(customer, new HashSet<>()).removeAll(new HashSet<>(points));
        });
    }

    @Override
    public void removePoints(Map<String, List<Point>> byCustomer) {
        byCustomer.forEach((customer, points) -> {
            removedPoints.computeIfAbsent(customer, _ -> new HashSet<>()).addAll(points);
            addedPoints.getOrDefault(customer, new HashSet<>()).removeAll(new HashSet<>(points));
        });
    }

    @Override
    public Map<String, List<Point>> points(Map<String, ? extends Collection<PointRange>> byCustomer) {
        Map<String, List<Point>> points = new HashMap<>();
        byCustomer.forEach((customer, ranges) -> points.put(customer, points(customer, ranges)));
        return points;
    }

    /** More points than asked for do no harm: the domain takes those of its range. */
    @Override
    public List<Point> points(String customerId, Collection<PointRange> ranges) {
        Set<Point> removed = removedPoints.getOrDefault(customerId, Set.of());
        Set<Point> points = new HashSet<>(real.points(customerId, wider(ranges, removed)));
        points.removeAll(removed);
        for (Point point : addedPoints.getOrDefault(customerId, Set.of())) {
            if (ranges.stream().anyMatch(range -> mayHold(range, point))) {
                points.add(point);
            }
        }
        return List.copyOf(points);
    }

    /** Where the level that is carried in is taken away, the one before it counts: it is searched from the start. */
    private static List<PointRange> wider(Collection<PointRange> ranges, Set<Point> removed) {
        List<PointRange> wider = new ArrayList<>();
        for (PointRange range : ranges) {
            Instant from = range.from();
            for (Point point : removed) {
                if (range.carriedIn()
                        && point.meterKey().equals(range.meterKey())
                        && point.at().isBefore(from)) {
                    from = point.at();
                }
            }
            wider.add(new PointRange(range.meterKey(), from, range.to(), range.carriedIn()));
        }
        return wider;
    }

    private static boolean mayHold(PointRange range, Point point) {
        return point.meterKey().equals(range.meterKey())
                && point.at().isBefore(range.to())
                && (range.carriedIn() || !point.at().isBefore(range.from()));
    }

    @Override
    public void saveLines(int partition, Collection<StoredLine> changed) {
        lines.addAll(changed);
    }

    @Override
    public Set<SeenValue> addValues(Collection<SeenValue> values) {
        return Set.copyOf(values);
    }

    @Override
    public void saveSeries(Collection<StoredSeries> series) {
        // what is folded stays in the memory of the unit
    }

    @Override
    public void forgetSeries(Collection<StoredSeries> series) {
        // the unit folds them anew in its memory
    }

    @Override
    public void saveAccounts(int partition, Collection<Account> accounts) {
        // a customer's periods are opened in memory only
    }

    @Override
    public Optional<Position> position(int partition) {
        return real.position(partition);
    }

    @Override
    public Map<Identity, Hash128> contents(Collection<Identity> identities) {
        Map<Identity, Hash128> contents = new HashMap<>(real.contents(identities));
        for (Identity identity : identities) {
            KeptEvent pretended = events.get(identity);
            if (pretended != null) {
                contents.put(identity, pretended.event().content());
            }
        }
        return contents;
    }

    @Override
    public BackfillRows backfills() {
        return real.backfills();
    }

    @Override
    public Optional<Correction> correction(String id) {
        return real.correction(id);
    }

    @Override
    public Map<String, List<Subscription>> subscriptions(Collection<String> customers) {
        return real.subscriptions(customers);
    }

    @Override
    public Map<String, Account> accounts(Collection<String> customers) {
        return real.accounts(customers);
    }

    @Override
    public List<String> due(int partition, Instant upTo, String after, int limit) {
        return real.due(partition, upTo, after, limit);
    }

    @Override
    public Map<PeriodKey, List<StoredSeries>> series(Collection<PeriodKey> periods) {
        return real.series(periods);
    }

    @Override
    public Map<PeriodKey, List<RatedLine>> lines(Collection<PeriodKey> periods) {
        return real.lines(periods);
    }

    @Override
    public void billable(int partition, Optional<Instant> after, Instant upTo, Consumer<RatedLine> each) {
        real.billable(partition, after, upTo, each);
    }

    @Override
    public Optional<Sealed> seal(String closeId, int partition) {
        return real.seal(closeId, partition);
    }

    @Override
    public List<Sealed.Notice> notices(int partition, int limit) {
        return real.notices(partition, limit);
    }

    @Override
    public long lock(Position expected) {
        throw onlyPretended();
    }

    @Override
    public void move(Position from, Position to) {
        throw onlyPretended();
    }

    @Override
    public void addRepeats(int partition, List<Repeat> repeats) {
        // a repetition has no money effect
    }

    @Override
    public void addRejections(int partition, List<Rejection> rejections) {
        throw onlyPretended();
    }

    @Override
    public void corrected(String id, long offset, String outcome) {
        throw onlyPretended();
    }

    @Override
    public Optional<Replay> replay(String id, int partition) {
        throw onlyPretended();
    }

    @Override
    public void replayed(String id, int partition, long offset, long examined, long mended) {
        throw onlyPretended();
    }

    @Override
    public List<Rejection> rejections(int partition, Replay replay, long after, int limit) {
        throw onlyPretended();
    }

    @Override
    public void unmatched(int partition, Replay replay, Consumer<KeptEvent> each) {
        throw onlyPretended();
    }

    @Override
    public void mended(int partition, long offset, List<Long> rejections) {
        throw onlyPretended();
    }

    @Override
    public void park(Collection<Parked> parked) {
        throw onlyPretended();
    }

    @Override
    public void unpark(String subscriptionId) {
        throw onlyPretended();
    }

    @Override
    public Map<LimitWindow, String> limits(Collection<CountedUsage> asked) {
        return Map.of();
    }

    @Override
    public void saveLimits(int partition, Collection<CountedUsage> counted) {
        // what is counted against limits has no money effect
    }

    @Override
    public void forgetLimits(String customerId) {
        // the same
    }

    @Override
    public void forgetLimits(int partition, Instant before) {
        throw onlyPretended();
    }

    @Override
    public void addSeal(Sealed sealed) {
        throw onlyPretended();
    }

    private static IllegalStateException onlyPretended() {
        return new IllegalStateException("a preview only reads events, aggregates and lines");
    }
}
