package io.tallystick.rating.simulation;

import io.tallystick.rating.app.Account;
import io.tallystick.rating.app.Correction;
import io.tallystick.rating.app.CountedUsage;
import io.tallystick.rating.app.Identity;
import io.tallystick.rating.app.KeptAlreadyException;
import io.tallystick.rating.app.KeptEvent;
import io.tallystick.rating.app.NewEvent;
import io.tallystick.rating.app.Parked;
import io.tallystick.rating.app.Position;
import io.tallystick.rating.app.RatingTransaction;
import io.tallystick.rating.app.Rejection;
import io.tallystick.rating.app.Repeat;
import io.tallystick.rating.app.Replay;
import io.tallystick.rating.app.SeenValue;
import io.tallystick.rating.app.StaleOwnerException;
import io.tallystick.rating.app.StoredLine;
import io.tallystick.rating.app.StoredSeries;
import io.tallystick.rating.model.LimitWindow;
import io.tallystick.rating.model.PeriodKey;
import io.tallystick.rating.model.Point;
import io.tallystick.rating.model.PointRange;
import io.tallystick.rating.model.Subscription;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.id.Partition;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Sealed;
import io.tallystick.testkit.simulation.Crash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One transaction: its own copy of the rows of its partition, and what it wrote, to be written again at the commit. */
final class MemoryTransaction implements RatingTransaction {
    private static final long CATALOGUE = 1;

    private final MemoryStore store;
    private final List<Consumer<Shard>> writes = new ArrayList<>();
    private final Map<String, Integer> factsRead = new TreeMap<>();
    private int partition = -1;
    private Shard base;
    private Shard mine;
    private Position moved;

    MemoryTransaction(MemoryStore store) {
        this.store = store;
    }

    Map<String, Integer> factsRead() {
        return factsRead;
    }

    /** Writes everything at once. What somebody else has written meanwhile stays, where this one wrote other rows. */
    Optional<Position> commit(Shard[] shards) {
        if (partition < 0) {
            return Optional.empty();
        }
        if (store.has(Bug.POSITION_BEFORE_EFFECT)) {
            move(shards);
            between();
            write(shards, writes.size());
        } else if (store.has(Bug.POSITION_AFTER_EFFECT)) {
            write(shards, writes.size());
            between();
            move(shards);
        } else {
            if (shards[partition] == base) {
                shards[partition] = mine;
            } else {
                write(shards, writes.size());
            }
            move(shards);
        }
        return Optional.ofNullable(moved);
    }

    private void between() {
        if (!store.fate().isCalm() && store.fate().oneIn(20)) {
            throw new Crash("between position and effect");
        }
    }

    private void write(Shard[] shards, int count) {
        Shard now = shards[partition].copy();
        writes.subList(0, count).forEach(write -> write.accept(now));
        shards[partition] = now;
    }

    private void move(Shard[] shards) {
        if (moved != null) {
            shards[partition].position = moved;
        }
    }

    /** Half of the writes stay although the transaction failed, which is a mistake. */
    void writeHalf() {
        if (partition >= 0) {
            Shard now = store.shard(partition);
            writes.subList(0, writes.size() / 2).forEach(write -> write.accept(now));
        }
    }

    private void step(String where) {
        store.fate().step(where);
    }

    private void write(String where, Consumer<Shard> write) {
        step(where);
        write.accept(mine);
        writes.add(write);
    }

    /** A customer of another partition is known too, as it is committed. */
    private Shard of(String customerId) {
        int its = Partition.of(customerId, store.partitions());
        return its == partition ? mine : store.shard(its);
    }

    @Override
    public long lock(Position expected) {
        step("lock");
        partition = expected.partition();
        if (store.has(Bug.NO_FENCE)) {
            base = store.shard(partition);
            mine = base.copy();
            return CATALOGUE;
        }
        store.lock(partition, this);
        base = store.shard(partition);
        mine = base.copy();
        if (mine.position == null) {
            mine.position = Position.unknown(partition, expected.nextOffset());
        }
        mustStandAt(expected, mine.position);
        return CATALOGUE;
    }

    private void mustStandAt(Position expected, Position found) {
        if (found.nextOffset() != expected.nextOffset()) {
            throw new StaleOwnerException(partition, expected.nextOffset(), Long.toString(found.nextOffset()));
        }
    }

    @Override
    public void move(Position from, Position to) {
        step("move");
        if (!store.has(Bug.NO_FENCE)) {
            mustStandAt(from, mine.position);
        }
        moved = to;
    }

    @Override
    public Optional<Position> position(int of) {
        step("position");
        return Optional.ofNullable(store.shard(of).position);
    }

    @Override
    public void addNewEvents(int in, List<NewEvent> events) {
        step("add new events");
        Set<Identity> taken = new HashSet<>();
        boolean isKept = events.stream()
                .map(event -> Identity.of(event.event()))
                .anyMatch(identity -> mine.events.containsKey(identity) || !taken.add(identity));
        if (isKept && !store.has(Bug.NO_DEDUPLICATION) && !store.has(Bug.BELIEF_IS_THE_JUDGE)) {
            store.fate().note("refused as kept already", in, events.getFirst().offset());
            throw new KeptAlreadyException(in, null);
        }
        add(in, events);
    }

    @Override
    public Set<Long> addEvents(int in, List<NewEvent> events) {
        step("add events");
        List<NewEvent> added = events.stream()
                .filter(event ->
                        store.has(Bug.NO_DEDUPLICATION) || !mine.events.containsKey(Identity.of(event.event())))
                .toList();
        add(in, added);
        return added.stream().map(NewEvent::offset).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void add(int in, List<NewEvent> events) {
        List<Shard.Kept> rows = events.stream()
                .map(event -> new Shard.Kept(
                        new KeptEvent(
                                event.event(),
                                event.disposition(),
                                event.reason(),
                                event.receivedAt(),
                                in,
                                event.offset()),
                        event.event().content()))
                .toList();
        Consumer<Shard> write = shard -> rows.forEach(
                row -> shard.events.putIfAbsent(Identity.of(row.event().event()), row));
        write.accept(mine);
        writes.add(write);
    }

    @Override
    public Map<Identity, Hash128> contents(Collection<Identity> identities) {
        step("contents");
        Map<Identity, Hash128> contents = new HashMap<>();
        for (Identity identity : identities) {
            Shard.Kept kept = mine.events.get(identity);
            if (kept != null) {
                contents.put(identity, kept.content());
            }
        }
        return contents;
    }

    @Override
    public void addRepeats(int in, List<Repeat> repeats) {
        List<Repeat> rows = List.copyOf(repeats);
        write("add repeats", shard -> rows.forEach(row -> shard.repeats.put(row.offset(), row)));
    }

    @Override
    public void addRejections(int in, List<Rejection> rejections) {
        List<Rejection> rows = List.copyOf(rejections);
        write("add rejections", shard -> rows.forEach(row -> shard.rejections.put(row.offset(), row)));
    }

    @Override
    public void events(String customerId, Instant from, Instant to, Consumer<KeptEvent> each) {
        step("events");
        for (Shard.Kept kept : List.copyOf(mine.events.values())) {
            Instant at = kept.event().event().occurredAt();
            if (kept.event().event().customerId().equals(customerId) && !at.isBefore(from) && at.isBefore(to)) {
                each.accept(kept.event());
            }
        }
    }

    @Override
    public Optional<KeptEvent> event(Identity identity) {
        step("event");
        return Optional.ofNullable(mine.events.get(identity)).map(Shard.Kept::event);
    }

    @Override
    public void dispose(int in, long offset, List<KeptEvent> events) {
        List<KeptEvent> rows = List.copyOf(events);
        write(
                "dispose",
                shard -> rows.forEach(row -> shard.events.computeIfPresent(
                        Identity.of(row.event()), (_, kept) -> new Shard.Kept(row, kept.content()))));
    }

    @Override
    public Optional<Correction> correction(String id) {
        step("correction");
        return store.corrections()
                .correction(id)
                .map(made -> MemoryCorrections.with(made, Optional.ofNullable(mine.outcomes.get(id))));
    }

    @Override
    public void corrected(String id, long offset, String outcome) {
        write("corrected", shard -> shard.outcomes.put(id, outcome));
    }

    @Override
    public void park(Collection<Parked> parked) {
        List<Parked> rows = List.copyOf(parked);
        write("park", shard -> shard.parked.addAll(rows));
    }

    @Override
    public void unpark(String subscriptionId) {
        write(
                "unpark",
                shard -> shard.parked.removeIf(one -> one.subscriptionId().equals(subscriptionId)));
    }

    @Override
    public Map<String, List<Subscription>> subscriptions(Collection<String> customers) {
        step("subscriptions");
        Map<String, List<Subscription>> found = store.subscriptions().of(customers);
        factsRead.clear();
        found.values()
                .forEach(all ->
                        all.forEach(one -> factsRead.put(one.id(), one.facts().size())));
        return found;
    }

    @Override
    public Map<String, Account> accounts(Collection<String> customers) {
        step("accounts");
        Map<String, Account> found = new HashMap<>();
        for (String customer : customers) {
            Account account = of(customer).accounts.get(customer);
            if (account != null) {
                found.put(customer, account);
            }
        }
        return found;
    }

    @Override
    public List<String> due(int in, Instant upTo, String after, int limit) {
        step("due");
        return mine.accounts.values().stream()
                .filter(account ->
                        !account.nextDue().isAfter(upTo) && account.customerId().compareTo(after) > 0)
                .map(Account::customerId)
                .limit(limit)
                .toList();
    }

    @Override
    public void saveAccounts(int in, Collection<Account> accounts) {
        List<Account> rows = List.copyOf(accounts);
        write("save accounts", shard -> rows.forEach(row -> shard.accounts.put(row.customerId(), row)));
    }

    @Override
    public Map<PeriodKey, List<StoredSeries>> series(Collection<PeriodKey> periods) {
        step("series");
        Map<PeriodKey, List<StoredSeries>> found = new HashMap<>();
        for (StoredSeries one : mine.series.values()) {
            if (periods.contains(one.key().period())) {
                found.computeIfAbsent(one.key().period(), _ -> new ArrayList<>())
                        .add(one);
            }
        }
        return found;
    }

    @Override
    public void saveSeries(Collection<StoredSeries> series) {
        List<StoredSeries> rows = List.copyOf(series);
        write("save series", shard -> rows.forEach(row -> shard.series.put(row.key(), row)));
    }

    @Override
    public void forgetSeries(Collection<StoredSeries> series) {
        List<StoredSeries> rows = List.copyOf(series);
        write(
                "forget series",
                shard -> rows.forEach(row -> {
                    shard.series.remove(row.key());
                    shard.values.removeIf(
                            value -> value.series().equals(row.key().id()));
                }));
    }

    @Override
    public Set<SeenValue> addValues(Collection<SeenValue> values) {
        step("add values");
        Set<SeenValue> added = new LinkedHashSet<>(values);
        added.removeAll(mine.values);
        Consumer<Shard> write = shard -> shard.values.addAll(added);
        write.accept(mine);
        writes.add(write);
        return Set.copyOf(added);
    }

    @Override
    public void addPoints(Map<String, List<Point>> byCustomer) {
        List<Shard.Owned> rows = owned(byCustomer);
        write("add points", shard -> shard.points.addAll(rows));
    }

    @Override
    public void removePoints(Map<String, List<Point>> byCustomer) {
        List<Shard.Owned> rows = owned(byCustomer);
        write("remove points", shard -> rows.forEach(shard.points::remove));
    }

    private static List<Shard.Owned> owned(Map<String, List<Point>> byCustomer) {
        List<Shard.Owned> all = new ArrayList<>();
        byCustomer.forEach((customer, points) -> points.forEach(point -> all.add(new Shard.Owned(customer, point))));
        return all;
    }

    @Override
    public Map<String, List<Point>> points(Map<String, ? extends Collection<PointRange>> byCustomer) {
        step("points");
        Map<String, List<Point>> points = new HashMap<>();
        byCustomer.forEach((customer, ranges) -> points.put(customer, mine.points(customer, ranges)));
        return points;
    }

    @Override
    public Map<PeriodKey, List<RatedLine>> lines(Collection<PeriodKey> periods) {
        step("lines");
        Map<PeriodKey, List<RatedLine>> found = new HashMap<>();
        for (StoredLine one : mine.lines.values()) {
            if (periods.contains(one.period())) {
                found.computeIfAbsent(one.period(), _ -> new ArrayList<>())
                        .add(one.line().line());
            }
        }
        return found;
    }

    @Override
    public void saveLines(int in, Collection<StoredLine> lines) {
        List<StoredLine> rows = lines.stream()
                .filter(line ->
                        !store.has(Bug.LATE_IS_LOST) || line.line().line().kind() != RatedLine.Kind.ADJUSTMENT)
                .toList();
        write(
                "save lines",
                shard -> rows.forEach(row -> shard.lines.put(row.line().line().id(), row)));
    }

    @Override
    public void billable(int in, Optional<Instant> after, Instant upTo, Consumer<RatedLine> each) {
        step("billable");
        Instant from = after.orElse(Instant.EPOCH);
        for (StoredLine stored : List.copyOf(mine.lines.values())) {
            RatedLine line = stored.line().line();
            boolean behind = line.billableAt().isAfter(from)
                    || (store.has(Bug.CUTOFF_IN_BOTH_CLOSES)
                            && line.billableAt().equals(from));
            if (behind && !line.billableAt().isAfter(upTo)) {
                each.accept(line);
            }
        }
    }

    /** What operators look at before a close has no part in what is billed. */
    @Override
    public List<Sealed.Notice> notices(int in, int limit) {
        step("notices");
        return List.of();
    }

    @Override
    public Optional<Sealed> seal(String closeId, int in) {
        step("seal");
        return store.has(Bug.SEAL_FORGOTTEN) ? Optional.empty() : Optional.ofNullable(mine.seals.get(closeId));
    }

    @Override
    public void addSeal(Sealed sealed) {
        write("add seal", shard -> shard.seals.put(sealed.closeId(), sealed));
    }

    @Override
    public Map<LimitWindow, String> limits(Collection<CountedUsage> asked) {
        return Map.of();
    }

    @Override
    public void saveLimits(int in, Collection<CountedUsage> counted) {
        throw noLimits();
    }

    @Override
    public void forgetLimits(String customerId) {
        step("forget limits");
    }

    @Override
    public void forgetLimits(int in, Instant before) {
        step("forget limits");
    }

    @Override
    public Optional<Replay> replay(String id, int in) {
        throw noReplays();
    }

    @Override
    public void replayed(String id, int in, long offset, long examined, long mended) {
        throw noReplays();
    }

    @Override
    public List<Rejection> rejections(int in, Replay replay, long after, int limit) {
        throw noReplays();
    }

    @Override
    public void unmatched(int in, Replay replay, Consumer<KeptEvent> each) {
        throw noReplays();
    }

    @Override
    public void mended(int in, long offset, List<Long> rejections) {
        throw noReplays();
    }

    private static IllegalStateException noReplays() {
        return new IllegalStateException("the simulation asks for no replay");
    }

    private static IllegalStateException noLimits() {
        return new IllegalStateException("the plans of the simulation have no limits");
    }
}
