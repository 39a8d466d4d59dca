package io.tallystick.rating.app;

import io.tallystick.rating.app.EventReader.Read;
import io.tallystick.rating.app.EventReader.Sound;
import io.tallystick.rating.model.Attributed;
import io.tallystick.rating.model.PeriodKey;
import io.tallystick.rating.model.Point;
import io.tallystick.schemas.control.ControlRecord.BackfillDecided;
import io.tallystick.schemas.id.Hash128;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The unit of work of a decision on a backfill. Committed events are kept as if they came now, whatever the plan says about late usage,
 * because somebody has looked at their effect; the aggregates of their periods are folded anew. Reverted ones stay where they are.
 */
final class BackfillUnit {
    private static final int AT_ONCE = 2_000;

    private final RatingUnit unit;
    private final List<PublishedLine> lines = new ArrayList<>();
    private final Map<Disposition, Long> counts = new EnumMap<>(Disposition.class);
    private Ledger others = Ledger.EMPTY;

    BackfillUnit(RatingUnit unit) {
        this.unit = unit;
    }

    /** What became of the events that were looked at. */
    Map<Disposition, Long> counts() {
        return counts;
    }

    Committed run(Position from, LogRecord.Control record, BackfillDecided decided) {
        int partition = unit.place().partition();
        Ledger ledger = Ledger.ONE_CONTROL;
        Optional<Backfill> fact = unit.tx()
                .backfills()
                .place(decided.backfillId(), partition)
                .filter(place -> !place.decidedHere())
                .map(BackfillPlace::backfill)
                .filter(backfill -> backfill.decision().isPresent());
        if (fact.isPresent()) {
            ledger = ledger.plus(
                    switch (fact.get().decision().orElseThrow().outcome()) {
                        case COMMIT -> commit(fact.get(), record);
                        case REVERT -> revert(fact.get());
                    });
            unit.tx().backfills().decided(fact.get().id(), partition, record.offset(), counts);
        }
        Position to = from.after(record.offset(), record.receivedAt(), ledger);
        unit.tx().move(from, to);
        return Committed.of(to, lines);
    }

    private Ledger commit(Backfill backfill, LogRecord.Control record) {
        int partition = unit.place().partition();
        for (String customer : unit.tx().backfills().customers(backfill.id(), partition)) {
            commit(backfill.id(), customer, record.offset());
            new LimitCounting(unit).again(unit.customer(customer), record.receivedAt());
            lines.addAll(unit.settle());
            unit.trim();
        }
        unit.tx().backfills().kept(backfill.id(), partition, record.offset());
        return waiting().plus(others);
    }

    private Ledger revert(Backfill backfill) {
        long events = unit.tx().backfills().count(backfill.id(), unit.place().partition());
        counts.put(Disposition.VOIDED, events);
        return Ledger.moved(Disposition.UNMATCHED, Disposition.VOIDED).times(events);
    }

    /** The events were unmatched while they waited; now each has found its end. */
    private Ledger waiting() {
        long events = counts.values().stream().mapToLong(Long::longValue).sum();
        return Ledger.ofUsage(counts).minus(Ledger.ofUsage(Map.of(Disposition.UNMATCHED, events)));
    }

    /** Lets the events of one customer count; the touched lines are rated when the unit of work settles. */
    void commit(String backfillId, String customerId, long offset) {
        CustomerBook customer = unit.customer(customerId);
        Set<PeriodKey> affected = new LinkedHashSet<>();
        long after = -1;
        List<StagedEvent> some = staged(backfillId, customerId, after);
        while (!some.isEmpty()) {
            after = some.getLast().offset();
            keep(customer, some, offset, affected);
            some = staged(backfillId, customerId, after);
        }
        others = others.matched(Refold.whole(unit, customer, affected, offset));
    }

    private List<StagedEvent> staged(String backfillId, String customerId, long after) {
        return unit.tx().backfills().staged(backfillId, unit.place().partition(), customerId, after, AT_ONCE);
    }

    private void keep(CustomerBook customer, List<StagedEvent> staged, long offset, Set<PeriodKey> affected) {
        List<Sound> sound = new ArrayList<>(staged.size());
        for (Read read :
                EventReader.read(staged.stream().map(StagedEvent::record).toList())) {
            if (read instanceof Sound one) {
                sound.add(one);
            }
        }
        Map<Identity, Hash128> known = new HashMap<>(unit.tx()
                .contents(sound.stream().map(one -> Identity.of(one.event())).toList()));
        List<NewEvent> fresh = new ArrayList<>();
        List<Repeat> repeats = new ArrayList<>();
        Map<String, List<Point>> points = new HashMap<>();
        for (Sound one : sound) {
            Identity identity = Identity.of(one.event());
            Hash128 content = one.content();
            Hash128 first = known.putIfAbsent(identity, content);
            if (first == null) {
                Attributed attributed =
                        unit.attribute(customer, one.event(), unit.catalog().rulesOfAll());
                fresh.add(row(one, attributed));
                bringIn(customer, attributed, one, offset, affected);
                if (!attributed.points().isEmpty()) {
                    points.computeIfAbsent(customer.timeline().customerId(), _ -> new ArrayList<>())
                            .addAll(attributed.points());
                }
            } else {
                repeats.add(repeat(one, identity, first.equals(content)));
            }
        }
        if (!fresh.isEmpty()) {
            unit.tx().addEvents(unit.place().partition(), fresh);
        }
        if (!repeats.isEmpty()) {
            unit.tx().addRepeats(unit.place().partition(), repeats);
        }
        if (!points.isEmpty()) {
            unit.tx().addPoints(points);
        }
    }

    private NewEvent row(Sound one, Attributed attributed) {
        Disposition disposition = Disposition.of(attributed);
        counts.merge(disposition, 1L, Long::sum);
        LogRecord.Usage record = one.record();
        return new NewEvent(
                one.event(), one.identity(), record.receivedAt(), record.offset(), disposition, attributed.reason());
    }

    private Repeat repeat(Sound one, Identity identity, boolean same) {
        Disposition disposition = same ? Disposition.DUPLICATE : Disposition.CONFLICT;
        counts.merge(disposition, 1L, Long::sum);
        LogRecord.Usage record = one.record();
        return new Repeat(record.offset(), identity, disposition, record.receivedAt(), same ? null : record.event());
    }

    private void bringIn(
            CustomerBook customer, Attributed attributed, Sound one, long offset, Set<PeriodKey> affected) {
        Set<PeriodKey> periods = Refold.periods(attributed);
        affected.addAll(periods);
        if (!periods.isEmpty() && customer.isDue(one.event().occurredAt())) {
            unit.open(customer, one.event().occurredAt(), offset);
        }
        for (Point point : attributed.points()) {
            unit.reach(customer, point, !periods.isEmpty(), offset);
        }
    }
}
