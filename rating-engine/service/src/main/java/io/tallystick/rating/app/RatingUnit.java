package io.tallystick.rating.app;

import io.tallystick.rating.app.BrokenInvariantException.Broken;
import io.tallystick.rating.catalog.Late;
import io.tallystick.rating.model.Attributed;
import io.tallystick.rating.model.Attribution;
import io.tallystick.rating.model.Contribution;
import io.tallystick.rating.model.LineAssembly;
import io.tallystick.rating.model.LineDraft;
import io.tallystick.rating.model.Members;
import io.tallystick.rating.model.PeriodKey;
import io.tallystick.rating.model.Point;
import io.tallystick.rating.model.PointRange;
import io.tallystick.rating.model.SeriesKey;
import io.tallystick.rating.model.SeriesState;
import io.tallystick.rating.model.Settlement;
import io.tallystick.rating.model.Subscription;
import io.tallystick.rating.model.Timeline;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.id.Partition;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.usage.MeterRules;
import io.tallystick.schemas.usage.RefusedException;
import io.tallystick.schemas.usage.UsageEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The part that all units of work share: what they read, which lines they touched, and how touched lines are rated and kept. Lines are
 * rated once, at the end, however many events touched them.
 */
final class RatingUnit {
    private final RatingTransaction tx;
    private final PartitionMemory memory;
    private final CatalogView catalog;
    private final PartitionPlace place;
    private final Optional<Instant> sealedUntil;

    private final Map<PeriodKey, Touched> touched = new LinkedHashMap<>();
    private final Map<SeriesKey, Folding> foldings = new LinkedHashMap<>();

    /** The same, found without hashing: the events of a series carry the same key object, as long as a timeline stands. */
    private final IdentityHashMap<SeriesKey, Folding> byIdentity = new IdentityHashMap<>();

    private final Set<String> broken = new HashSet<>();
    private boolean keepsReplaced;
    private final Map<String, Account> accounts = new LinkedHashMap<>();

    /** Which partition of how many. */
    record PartitionPlace(int partition, int partitions) {
        boolean holds(String customerId) {
            return Partition.of(customerId, partitions) == partition;
        }
    }

    /** What of a period must be rated again, and the last records that made it necessary. */
    private static final class Touched {
        private final Map<SeriesKey, Long> series = new LinkedHashMap<>();
        private long last;
        private boolean whole;
    }

    /** A series that events of this unit were added to. */
    private static final class Folding {
        private final PeriodBook book;
        private SeriesState state;
        private long last;

        Folding(PeriodBook book, SeriesState state) {
            this.book = book;
            this.state = state;
        }
    }

    RatingUnit(
            RatingTransaction tx,
            PartitionMemory memory,
            CatalogView catalog,
            PartitionPlace place,
            Optional<Instant> sealedUntil) {
        this.tx = tx;
        this.memory = memory;
        this.catalog = catalog;
        this.place = place;
        this.sealedUntil = sealedUntil;
    }

    /** Notes what was parked because this unit of work failed on it before: it must not be tried again now. */
    RatingUnit withParked(Collection<Parked> subscriptions) {
        subscriptions.forEach(parked -> broken.add(parked.subscriptionId()));
        return this;
    }

    /** A unit of work of a decision: the lines that it replaces can be explained afterwards as they were. */
    RatingUnit keepingReplaced() {
        keepsReplaced = true;
        return this;
    }

    /** Whether this unit of work failed on a subscription. */
    boolean failedOn(String subscriptionId) {
        return broken.contains(subscriptionId);
    }

    /** The hint which events are new. */
    RecentIdentities recent() {
        return memory.recent();
    }

    RatingTransaction tx() {
        return tx;
    }

    CatalogView catalog() {
        return catalog;
    }

    PartitionPlace place() {
        return place;
    }

    /** Reads the customers that are not in memory. */
    void know(Collection<String> customers) {
        Set<String> unknown = new LinkedHashSet<>();
        for (String customer : customers) {
            if (memory.customer(customer) == null) {
                unknown.add(customer);
            }
        }
        if (unknown.isEmpty()) {
            return;
        }
        Map<String, Account> known = tx.accounts(unknown);
        Map<String, List<Subscription>> subscriptions = known.isEmpty() ? Map.of() : tx.subscriptions(known.keySet());
        for (String customer : unknown) {
            Account account = known.getOrDefault(customer, Account.unknown(customer));
            know(account, CustomerBook.applied(subscriptions.getOrDefault(customer, List.of()), account));
        }
    }

    /** Puts a customer with these subscriptions into memory. */
    CustomerBook know(Account account, List<Subscription> applied) {
        String customer = account.customerId();
        Timeline timeline = guarded(
                customer, "compiling the subscriptions", applied, () -> Timeline.of(customer, applied, catalog));
        CustomerBook book = new CustomerBook(timeline, applied, account, place.holds(customer));
        memory.customer(customer, book);
        return book;
    }

    CustomerBook customer(String id) {
        CustomerBook book = memory.customer(id);
        if (book == null) {
            know(List.of(id));
            book = memory.customer(id);
        }
        return book;
    }

    /** Reads the periods that are not in memory. */
    void read(Collection<PeriodKey> periods) {
        Set<PeriodKey> unknown = new LinkedHashSet<>();
        for (PeriodKey period : periods) {
            if (memory.period(period) == null) {
                unknown.add(period);
            }
        }
        if (unknown.isEmpty()) {
            return;
        }
        Map<PeriodKey, List<StoredSeries>> series = tx.series(unknown);
        Map<PeriodKey, List<RatedLine>> lines = tx.lines(unknown);
        for (PeriodKey period : unknown) {
            memory.period(new PeriodBook(
                    period, series.getOrDefault(period, List.of()), lines.getOrDefault(period, List.of())));
        }
    }

    PeriodBook period(PeriodKey key) {
        PeriodBook book = memory.period(key);
        if (book == null) {
            read(List.of(key));
            book = memory.period(key);
        }
        return book;
    }

    /** Opens every period of the customer that started by {@code upTo}: all of its lines come into being. */
    void open(CustomerBook customer, Instant upTo, long offset) {
        Account account = customer.account();
        if (upTo.isAfter(account.openedUntil())) {
            guarded(
                            account.customerId(),
                            "opening the periods that start by " + upTo,
                            account.applied(),
                            () -> customer.timeline().periods(account.openedUntil(), upTo))
                    .forEach(period -> touchWhole(period, offset));
            customer.opened(upTo);
            accounts.put(account.customerId(), customer.account());
        }
    }

    /** Every line of the period is rated again, and lines that are no longer owed are withdrawn. */
    void touchWhole(PeriodKey period, long offset) {
        Touched touch = touched.computeIfAbsent(period, _ -> new Touched());
        touch.whole = true;
        touch.last = Math.max(touch.last, offset);
    }

    /** The lines of the series, and those that depend on them, are rated again. */
    void touch(SeriesKey series, long offset) {
        Touched touch = touched.computeIfAbsent(series.period(), _ -> new Touched());
        touch.series.merge(series, offset, Math::max);
        touch.last = Math.max(touch.last, offset);
    }

    /** Adds an event to its series. */
    void fold(Contribution contribution, boolean fresh, long offset) {
        Folding folding = byIdentity.get(contribution.series());
        if (folding == null) {
            folding = foldings.computeIfAbsent(contribution.series(), this::folding);
            byIdentity.put(contribution.series(), folding);
        }
        try {
            folding.state = folding.state.fold(contribution, fresh);
        } catch (RuntimeException cause) {
            throw broken(
                    contribution.series().period(),
                    "adding the event " + contribution.id() + " of " + contribution.source(),
                    folding.state,
                    cause);
        }
        folding.last = Math.max(folding.last, offset);
    }

    /**
     * What an event belongs to. An event that can be billed to nothing may wait for a subscription that is parked.
     *
     * @param rules of the meters that count it
     */
    Attributed attribute(CustomerBook customer, UsageEvent event, MeterRules rules) {
        return attribute(customer, event, null, rules);
    }

    /**
     * The same.
     *
     * @param identity {@link UsageEvent#identity} if it is known already, or null
     */
    Attributed attribute(CustomerBook customer, UsageEvent event, Hash128 identity, MeterRules rules) {
        Attributed attributed;
        try {
            attributed = Attribution.attribute(event, identity, customer.timeline(), rules);
        } catch (RefusedException refused) {
            return new Attributed.Unmatched(refused.refusal().code().code(), List.of());
        } catch (RuntimeException cause) {
            if (!customer.hasSubscriptions()) {
                return new Attributed.Unmatched(Parked.REASON, List.of());
            }
            String what = "attributing the event " + event.id() + " of " + event.source();
            throw new BrokenInvariantException(List.of(new Broken(
                    event.customerId(), Optional.empty(), what, event.data().toString(), cause)));
        }
        if (customer.hasParked() && attributed instanceof Attributed.Unmatched(String _, List<Point> points)) {
            return new Attributed.Unmatched(Parked.REASON, points);
        }
        return attributed;
    }

    /**
     * The same, or that it waits for an operator: it belongs to a line that a close holds, and the plan of that time lets an operator
     * decide on late usage.
     */
    Attributed unlessHeld(CustomerBook customer, Attributed attributed) {
        if (sealedUntil.isEmpty() || !(attributed instanceof Attributed.Charged charged)) {
            return attributed;
        }
        return charged.contributions().stream().anyMatch(contribution -> isHeld(customer.timeline(), contribution))
                ? new Attributed.Unmatched(KeptEvent.HELD_LATE, List.of())
                : attributed;
    }

    /** The cheapest question first: the period is read only if it ended before the last cut-off, and the plan holds. */
    private boolean isHeld(Timeline timeline, Contribution contribution) {
        PeriodKey key = contribution.series().period();
        Instant cutoff = sealedUntil.orElseThrow();
        return !key.period().end().isAfter(cutoff)
                && timeline.planAt(key.subscriptionId(), contribution.at())
                        .filter(plan -> plan.plan().late() == Late.HOLD)
                        .isPresent()
                && period(key).standing().stream()
                        .anyMatch(line -> line.adjusts() == null
                                && line.chargeKey().equals(contribution.series().chargeKey())
                                && !line.billableAt().isAfter(cutoff));
    }

    /** What is computed for a customer from nothing but memory; if it fails, the customer's subscriptions are parked. */
    private static <T> T guarded(String customerId, String what, Object with, Supplier<T> computed) {
        try {
            return computed.get();
        } catch (RuntimeException cause) {
            throw new BrokenInvariantException(
                    List.of(new Broken(customerId, Optional.empty(), what, with.toString(), cause)));
        }
    }

    private static BrokenInvariantException broken(PeriodKey period, String what, Object with, RuntimeException cause) {
        return new BrokenInvariantException(List.of(new Broken(
                period.customerId(), Optional.of(period.subscriptionId()), what, String.valueOf(with), cause)));
    }

    private Folding folding(SeriesKey series) {
        PeriodBook book = period(series.period());
        return new Folding(
                book, book.state(series).orElseGet(() -> SeriesState.empty(timelineOf(series.period()), series)));
    }

    /** Forgets a customer whose subscriptions changed. */
    void forget(String customerId) {
        memory.forget(customerId);
    }

    /** Bounds memory; nothing may be touched that is not settled. */
    void trim() {
        memory.trim();
    }

    /** Keeps what was applied for a customer. */
    void applied(CustomerBook customer) {
        accounts.put(customer.account().customerId(), customer.account());
    }

    /** Rates what was touched and keeps everything that changed; the lines that say something new are returned. */
    List<PublishedLine> settle() {
        List<StoredSeries> folded = new ArrayList<>(foldings.size());
        foldings.forEach((series, folding) -> {
            folding.book.state(series, folding.state);
            folded.add(new StoredSeries(series, folding.state));
            touch(series, folding.last);
        });
        read(touched.keySet());
        List<StoredLine> changed = new ArrayList<>();
        List<Broken> failures = new ArrayList<>();
        touched.forEach((period, touch) -> {
            Rates rates = rates(period, touch);
            try {
                settle(rates, touch, changed);
            } catch (RuntimeException cause) {
                String what = "rating the period from " + period.period().start() + " up to "
                        + period.period().end();
                failures.add(new Broken(
                        period.customerId(), Optional.of(period.subscriptionId()), what, rates.evidence(), cause));
            }
        });
        if (!failures.isEmpty()) {
            throw new BrokenInvariantException(failures);
        }
        if (!folded.isEmpty()) {
            tx.saveSeries(folded);
        }
        if (!changed.isEmpty() && keepsReplaced) {
            tx.keepReplaced(changed);
        }
        if (!changed.isEmpty()) {
            tx.saveLines(place.partition(), changed);
        }
        if (!accounts.isEmpty()) {
            tx.saveAccounts(place.partition(), accounts.values());
        }
        touched.clear();
        foldings.clear();
        byIdentity.clear();
        accounts.clear();
        return changed.stream().map(StoredLine::line).toList();
    }

    /** Everything that is needed to rate a period: read before the domain is asked, so that whatever fails then is the domain. */
    private record Rates(Timeline timeline, PeriodBook book, List<SeriesKey> series, Map<SeriesKey, Members> members) {
        String evidence() {
            StringBuilder states = new StringBuilder();
            for (SeriesKey one : series) {
                states.append(one.chargeKey())
                        .append(": ")
                        .append(book.state(one).map(SeriesState::encode).orElse("nothing yet"))
                        .append('\n');
            }
            return states.toString();
        }
    }

    private Rates rates(PeriodKey period, Touched touch) {
        Timeline timeline = timelineOf(period);
        PeriodBook book = period(period);
        List<SeriesKey> series = guarded(
                period.customerId(),
                "compiling the period from " + period.period().start(),
                period,
                () -> touch.whole ? timeline.series(period) : List.copyOf(touch.series.keySet()));
        Map<SeriesKey, Members> members = HashMap.newHashMap(series.size());
        for (SeriesKey one : series) {
            members.put(one, members(book, timeline, one));
        }
        return new Rates(timeline, book, series, members);
    }

    private void settle(Rates rates, Touched touch, List<StoredLine> changed) {
        Timeline timeline = rates.timeline();
        PeriodBook book = rates.book();
        PeriodKey period = book.key();
        List<LineDraft> expected = new ArrayList<>();
        for (SeriesKey one : rates.series()) {
            SeriesState state = book.state(one).orElseGet(() -> SeriesState.empty(timeline, one));
            expected.addAll(
                    LineAssembly.rate(timeline, one, state, rates.members().get(one)));
        }
        if (touch.whole) {
            expected.addAll(LineAssembly.fees(timeline, period));
        }
        if (LineAssembly.hasDependents(timeline, period)) {
            Collection<RatedLine> rest = touch.whole ? List.of() : book.standing();
            expected.addAll(LineAssembly.dependents(timeline, period, List.copyOf(expected), rest));
        }
        if (touch.whole) {
            expected.addAll(Settlement.withdrawn(period, List.copyOf(expected), book.standing()));
        }
        for (LineDraft draft : Settlement.settle(timeline, expected, book.standing(), sealedUntil)) {
            RatedLine line = draft.rated(revision(touch, draft), place.partition());
            book.stands(line);
            changed.add(new StoredLine(period, PublishedLine.of(line)));
        }
    }

    /** The last record that touched the line's own series; for lines without one, the last that touched the period. */
    private static long revision(Touched touch, LineDraft draft) {
        for (Map.Entry<SeriesKey, Long> entry : touch.series.entrySet()) {
            if (!touch.whole && entry.getKey().chargeKey().equals(draft.chargeKey())) {
                return entry.getValue() + 1;
            }
        }
        return touch.last + 1;
    }

    /** Adds the points of an event to the series that it feeds, where these are in memory. */
    void remember(SeriesKey series, Collection<Point> points) {
        PeriodBook book = period(series.period());
        points.forEach(point -> book.point(series, point));
    }

    /**
     * The lines that a kept point changes besides those of the series that its event feeds: a level reaches into later periods that are
     * open already, and over a pause.
     */
    void reach(CustomerBook customer, Point point, boolean contributes, long offset) {
        Timeline timeline = customer.timeline();
        Instant opened = customer.account().openedUntil();
        if (point.at().isBefore(opened)) {
            for (SeriesKey series : timeline.carriedInto(point, opened)) {
                touch(series, offset);
                period(series.period()).forgetPoints(series);
            }
        }
        if (!contributes) {
            for (String subscription : timeline.subscriptionsAt(point.at())) {
                timeline.periodAt(subscription, point.at())
                        .ifPresent(period -> reachInside(timeline, period, point, offset));
            }
        }
    }

    private void reachInside(Timeline timeline, PeriodKey period, Point point, long offset) {
        for (SeriesKey series : timeline.series(period)) {
            boolean needed = timeline.points(series).stream()
                    .anyMatch(range -> range.meterKey().equals(point.meterKey()));
            if (needed) {
                touch(series, offset);
                period(period).forgetPoints(series);
            }
        }
    }

    private Members members(PeriodBook book, Timeline timeline, SeriesKey series) {
        List<PointRange> ranges = timeline.points(series);
        if (ranges.isEmpty()) {
            return Members.NONE;
        }
        if (book.points(series).isEmpty()) {
            book.points(series, tx.points(series.period().customerId(), ranges));
        }
        return new Members(book.points(series).orElseThrow());
    }

    private Timeline timelineOf(PeriodKey period) {
        return customer(period.customerId()).timeline();
    }
}
