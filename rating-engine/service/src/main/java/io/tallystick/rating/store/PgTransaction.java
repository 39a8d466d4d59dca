package io.tallystick.rating.store;

import io.tallystick.rating.app.Account;
import io.tallystick.rating.app.BackfillRows;
import io.tallystick.rating.app.Correction;
import io.tallystick.rating.app.CountedUsage;
import io.tallystick.rating.app.Counts;
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
import io.tallystick.rating.app.SubscriptionLanguage;
import io.tallystick.rating.model.LimitWindow;
import io.tallystick.rating.model.PeriodKey;
import io.tallystick.rating.model.Point;
import io.tallystick.rating.model.PointRange;
import io.tallystick.rating.model.Subscription;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Sealed;
import io.tallystick.schemas.usage.UsageEvent;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A transaction of PostgreSQL, with the statements of the hot tables. */
final class PgTransaction implements RatingTransaction {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int OFFSET_BITS = 48;

    private final PgSession session;
    private final SubscriptionLanguage language;
    private long unit;
    private int parts;

    PgTransaction(PgSession session, SubscriptionLanguage language) {
        this.session = session;
        this.language = language;
    }

    @Override
    public long lock(Position expected) {
        session.write(PositionSql.KNOW, PositionSql.of(expected));
        Row row =
                session.rows(PositionSql.LOCK, expected.partition()).iterator().next();
        PositionSql.mustStandAt(expected, row.getLong("next_offset"));
        unit = (long) expected.partition() << OFFSET_BITS | expected.nextOffset();
        return row.getLong("catalog_version");
    }

    @Override
    public void move(Position from, Position to) {
        int moved = session.rows(PositionSql.MOVE, PositionSql.move(from, to)).rowCount();
        if (moved != 1) {
            throw new StaleOwnerException(from.partition(), from.nextOffset(), "another offset");
        }
    }

    @Override
    public Optional<Position> position(int partition) {
        for (Row row : session.rows(PositionSql.READ, partition)) {
            return Optional.of(PositionSql.read(row));
        }
        return Optional.empty();
    }

    @Override
    public void addNewEvents(int partition, List<NewEvent> events) {
        EventBlocks blocks = blocks(events);
        session.write(EventSql.ADD_BLOCKS, blocks.rows(partition, unit));
        try {
            session.rows(EventSql.ADD_NEW_KEYS, blocks.keys(unit));
        } catch (PgException refused) {
            if (UNIQUE_VIOLATION.equals(refused.getSqlState())) {
                throw new KeptAlreadyException(partition, refused);
            }
            throw refused;
        }
    }

    @Override
    public Set<Long> addEvents(int partition, List<NewEvent> events) {
        EventBlocks blocks = blocks(events);
        Row added =
                session.rows(EventSql.ADD_KEYS, blocks.keys(unit)).iterator().next();
        if (added.getValue(0) == null) {
            return Set.of();
        }
        EventBlocks taken = blocks.taken(added.getArrayOfStrings(0), added.getArrayOfUUIDs(1));
        session.write(EventSql.ADD_BLOCKS, taken.rows(partition, unit));
        return taken.offsets().collect(Collectors.toSet());
    }

    private EventBlocks blocks(List<NewEvent> events) {
        EventBlocks blocks = EventBlocks.of(events, parts);
        parts = blocks.nextPart();
        return blocks;
    }

    @Override
    public Map<Identity, Hash128> contents(Collection<Identity> identities) {
        RowSet<Row> rows = session.rows(EventSql.CONTENTS, EventSql.identities(identities));
        Map<Identity, Hash128> contents = HashMap.newHashMap(rows.size());
        for (Row row : rows) {
            UsageEvent event = EventSql.event(row, 5);
            contents.put(Identity.of(event), event.content());
        }
        return contents;
    }

    @Override
    public void addRepeats(int partition, List<Repeat> repeats) {
        session.write(EventSql.ADD_REPEATS, EventSql.repeats(partition, repeats));
    }

    @Override
    public void addRejections(int partition, List<Rejection> rejections) {
        session.write(EventSql.ADD_REJECTIONS, EventSql.rejections(partition, rejections));
    }

    @Override
    public void events(String customerId, Instant from, Instant to, Consumer<KeptEvent> each) {
        new EventReading(session, customerId, from, to).kept(each);
    }

    @Override
    public void usage(String customerId, Instant from, Instant to, Consumer<UsageEvent> each) {
        new EventReading(session, customerId, from, to).open(each);
    }

    @Override
    public Optional<KeptEvent> event(Identity identity) {
        for (Row row : session.rows(EventSql.ONE, EventSql.identities(List.of(identity)))) {
            return Optional.of(EventSql.kept(row));
        }
        return Optional.empty();
    }

    @Override
    public void dispose(int partition, long offset, List<KeptEvent> events) {
        session.write(EventSql.NOTE_CHANGES, EventSql.changes(partition, offset, events));
        session.write(EventSql.DISPOSE, EventSql.dispositions(events));
    }

    @Override
    public Optional<Correction> correction(String id) {
        for (Row row : session.rows(CorrectionSql.FIND, UUID.fromString(id))) {
            return Optional.of(CorrectionSql.correction(row));
        }
        return Optional.empty();
    }

    @Override
    public void corrected(String id, long offset, String outcome) {
        session.write(CorrectionSql.CORRECTED, Tuple.of(UUID.fromString(id), offset, outcome));
    }

    @Override
    public Optional<Replay> replay(String id, int partition) {
        for (Row row : session.rows(ReplaySql.FIND_UNDONE, UUID.fromString(id), partition)) {
            return Optional.of(ReplaySql.replay(row));
        }
        return Optional.empty();
    }

    @Override
    public void replayed(String id, int partition, long offset, long examined, long mended) {
        session.write(ReplaySql.DONE, Tuple.of(UUID.fromString(id), partition, offset, examined, mended));
    }

    @Override
    public List<Rejection> rejections(int partition, Replay replay, long after, int limit) {
        List<Rejection> rejections = new ArrayList<>();
        session.rows(
                        ReplaySql.REJECTIONS,
                        partition,
                        after,
                        replay.code().orElse(null),
                        replay.customerId().orElse(null),
                        replay.event().map(Identity::id).orElse(null),
                        limit)
                .forEach(row -> rejections.add(EventSql.rejection(row)));
        return rejections;
    }

    @Override
    public void unmatched(int partition, Replay replay, Consumer<KeptEvent> each) {
        session.stream(
                ReplaySql.UNMATCHED,
                Tuple.of(
                        partition,
                        replay.code().orElse(null),
                        replay.customerId().orElse(null),
                        replay.event().map(Identity::source).orElse(null),
                        replay.event().map(Identity::id).orElse(null)),
                row -> each.accept(EventSql.kept(row)));
    }

    @Override
    public void mended(int partition, long offset, List<Long> rejections) {
        Long[] offsets = rejections.toArray(Long[]::new);
        session.write(ReplaySql.NOTE_MENDED, Tuple.of(partition, offset, offsets, unit));
        session.write(ReplaySql.FORGET, Tuple.of(partition, offsets));
    }

    @Override
    public void noteApplied(Account account, long offset) {
        session.write(CustomerSql.NOTE_APPLIED, Tuple.of(account.customerId(), offset, CustomerSql.applied(account)));
    }

    @Override
    public void keepReplaced(Collection<StoredLine> replacing) {
        session.write(PeriodSql.KEEP_REPLACED, PeriodSql.lineKeys(replacing));
    }

    @Override
    public BackfillRows backfills() {
        return new PgBackfillRows(session, unit);
    }

    @Override
    public void park(Collection<Parked> parked) {
        session.write(ParkedSql.PARK, ParkedSql.columns(parked));
    }

    @Override
    public void unpark(String subscriptionId) {
        session.write(ParkedSql.UNPARK, Tuple.of(subscriptionId));
    }

    @Override
    public Map<String, List<Subscription>> subscriptions(Collection<String> customers) {
        Map<String, List<Subscription>> found = new HashMap<>();
        for (Row row : session.rows(CustomerSql.SUBSCRIPTIONS, texts(customers))) {
            found.computeIfAbsent(row.getString(0), _ -> new ArrayList<>())
                    .add(language.readSubscription(row.getString(1)));
        }
        return found;
    }

    @Override
    public Map<String, Account> accounts(Collection<String> customers) {
        Map<String, Account> found = new HashMap<>();
        for (Row row : session.rows(CustomerSql.ACCOUNTS, texts(customers))) {
            Account account = CustomerSql.account(row);
            found.put(account.customerId(), account);
        }
        return found;
    }

    @Override
    public List<String> due(int partition, Instant upTo, String after, int limit) {
        List<String> customers = new ArrayList<>();
        session.rows(CustomerSql.DUE, partition, Columns.utc(upTo), after, limit)
                .forEach(row -> customers.add(row.getString(0)));
        return customers;
    }

    @Override
    public void saveAccounts(int partition, Collection<Account> accounts) {
        session.write(CustomerSql.SAVE_ACCOUNTS, CustomerSql.accounts(partition, accounts));
    }

    @Override
    public Map<PeriodKey, List<StoredSeries>> series(Collection<PeriodKey> periods) {
        Map<PeriodKey, List<StoredSeries>> found = new HashMap<>();
        for (Row row : session.rows(PeriodSql.SERIES, PeriodSql.periods(periods))) {
            StoredSeries series = PeriodSql.readSeries(row);
            found.computeIfAbsent(series.key().period(), _ -> new ArrayList<>()).add(series);
        }
        return found;
    }

    @Override
    public void saveSeries(Collection<StoredSeries> series) {
        session.write(PeriodSql.SAVE_SERIES, PeriodSql.series(series));
    }

    @Override
    public void forgetSeries(Collection<StoredSeries> series) {
        session.write(PeriodSql.FORGET_SERIES, PeriodSql.seriesKeys(series));
        session.write(PeriodSql.FORGET_VALUES, PeriodSql.seriesIds(series));
    }

    @Override
    public Set<SeenValue> addValues(Collection<SeenValue> values) {
        Set<SeenValue> added = new HashSet<>();
        for (Row row : session.rows(PeriodSql.ADD_VALUES, PeriodSql.values(values))) {
            added.add(new SeenValue(row.getString(0), Columns.hash(row.getUUID(1)), row.getString(2)));
        }
        return added;
    }

    @Override
    public void addPoints(Map<String, List<Point>> byCustomer) {
        session.write(CustomerSql.ADD_POINTS, CustomerSql.points(byCustomer));
    }

    @Override
    public void removePoints(Map<String, List<Point>> byCustomer) {
        session.write(CustomerSql.REMOVE_POINTS, CustomerSql.pointKeys(byCustomer));
    }

    @Override
    public Map<String, List<Point>> points(Map<String, ? extends Collection<PointRange>> byCustomer) {
        Map<String, Set<Point>> found = new HashMap<>();
        for (Row row : session.rows(CustomerSql.POINTS, CustomerSql.ranges(byCustomer))) {
            found.computeIfAbsent(row.getString(6), _ -> new HashSet<>()).add(CustomerSql.point(row));
        }
        Map<String, List<Point>> points = HashMap.newHashMap(found.size());
        found.forEach((customer, all) -> points.put(customer, List.copyOf(all)));
        return points;
    }

    @Override
    public Map<PeriodKey, List<RatedLine>> lines(Collection<PeriodKey> periods) {
        Map<PeriodKey, List<RatedLine>> found = new HashMap<>();
        for (Row row : session.rows(PeriodSql.LINES, PeriodSql.periods(periods))) {
            found.computeIfAbsent(PeriodSql.period(row), _ -> new ArrayList<>())
                    .add(PeriodSql.readLine(row.getString(4)));
        }
        return found;
    }

    @Override
    public void saveLines(int partition, Collection<StoredLine> lines) {
        session.write(PeriodSql.SAVE_LINES, PeriodSql.lines(partition, lines));
    }

    @Override
    public void billable(int partition, Optional<Instant> after, Instant upTo, Consumer<RatedLine> each) {
        session.stream(
                PeriodSql.BILLABLE,
                Tuple.of(partition, Columns.utc(after.orElse(Instant.EPOCH)), Columns.utc(upTo)),
                row -> each.accept(PeriodSql.readLine(row.getString(0))));
    }

    @Override
    public Counts counts() {
        return new PgCounts(session);
    }

    @Override
    public List<Sealed.Notice> notices(int partition, int limit) {
        List<Sealed.Notice> notices = new ArrayList<>();
        session.rows(ReconciliationSql.DIFFERENCES, partition, limit / 4)
                .forEach(row -> notices.add(ReconciliationSql.notice(row)));
        session.rows(SealSql.PARKED, partition, limit / 4).forEach(row -> notices.add(SealSql.parked(row)));
        session.rows(SealSql.UNMATCHED, partition, limit - notices.size())
                .forEach(row -> notices.add(SealSql.unmatched(row)));
        return notices;
    }

    @Override
    public Map<LimitWindow, String> limits(Collection<CountedUsage> asked) {
        Map<LimitWindow, String> found = HashMap.newHashMap(asked.size());
        session.rows(LimitSql.READ, LimitSql.keys(asked))
                .forEach(row -> found.put(LimitSql.window(row), row.getString("state")));
        return found;
    }

    @Override
    public void saveLimits(int partition, Collection<CountedUsage> counted) {
        session.write(LimitSql.SAVE, LimitSql.rows(partition, counted));
    }

    @Override
    public void forgetLimits(String customerId) {
        forgetValues(session.rows(LimitSql.FORGET_OF_CUSTOMER, customerId));
    }

    @Override
    public void forgetLimits(int partition, Instant before) {
        forgetValues(session.rows(LimitSql.FORGET_ENDED, partition, Columns.utc(before)));
    }

    private void forgetValues(RowSet<Row> forgotten) {
        if (forgotten.size() > 0) {
            session.write(PeriodSql.FORGET_VALUES, LimitSql.valueSets(forgotten));
        }
    }

    @Override
    public Optional<Sealed> seal(String closeId, int partition) {
        for (Row row : session.rows(SealSql.READ, closeId, partition)) {
            return Optional.of(SealSql.read(row));
        }
        return Optional.empty();
    }

    @Override
    public void addSeal(Sealed sealed) {
        session.write(SealSql.ADD, SealSql.columns(sealed));
    }

    private static Tuple texts(Collection<String> texts) {
        return Tuple.tuple().addArrayOfString(texts.toArray(String[]::new));
    }
}
