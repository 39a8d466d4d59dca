package io.tallystick.rating.app;

import io.tallystick.rating.app.EventReader.Read;
import io.tallystick.rating.model.Attributed;
import io.tallystick.rating.model.PeriodKey;
import io.tallystick.schemas.control.ControlRecord.UsageReplayed;
import io.tallystick.schemas.usage.EventName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The unit of work of a replay: rejected records are read as if they came now, and unmatched events are attributed again. What still
 * cannot be billed stays as it was.
 */
final class ReplayUnit {
    private static final int AT_ONCE = 2_000;

    private final RatingUnit unit;
    private final List<PublishedLine> lines = new ArrayList<>();
    private long examined;
    private long mended;

    ReplayUnit(RatingUnit unit) {
        this.unit = unit;
    }

    Committed run(Position from, LogRecord.Control record, UsageReplayed replayed) {
        Ledger ledger = Ledger.ONE_CONTROL;
        Optional<Replay> fact = unit.tx().replay(replayed.replayId(), from.partition());
        if (fact.isPresent()) {
            ledger = ledger.plus(rejected(fact.get(), record.offset()));
            ledger = ledger.matched(unmatched(fact.get(), record.offset()));
            unit.tx().replayed(fact.get().id(), from.partition(), record.offset(), examined, mended);
        }
        Position to = from.after(record.offset(), record.receivedAt(), ledger);
        unit.tx().move(from, to);
        return Committed.of(to, lines);
    }

    private Ledger rejected(Replay fact, long offset) {
        Ledger ledger = Ledger.EMPTY;
        long after = -1;
        List<Rejection> some = unit.tx().rejections(unit.place().partition(), fact, after, AT_ONCE);
        while (!some.isEmpty()) {
            after = some.getLast().offset();
            List<Rejection> asked = some.stream()
                    .filter(one -> fact.event().isEmpty() || is(fact.event().get(), one))
                    .toList();
            if (!asked.isEmpty()) {
                ledger = ledger.plus(again(asked, offset));
            }
            some = unit.tx().rejections(unit.place().partition(), fact, after, AT_ONCE);
        }
        return ledger;
    }

    /** What was rejected has no identity in the tables: its bytes say it, as far as they can be read. */
    private static boolean is(Identity event, Rejection rejection) {
        return EventName.of(rejection.event()).equals(new EventName(event.id(), event.source()));
    }

    private Ledger again(List<Rejection> rejections, long offset) {
        List<Read> read = EventReader.read(rejections.stream()
                .map(one -> new LogRecord.Usage(one.offset(), one.receivedAt(), one.key(), one.event()))
                .toList());
        Ledger ledger = new UsageUnit(unit, offset).again(unit.place().partition(), read);
        examined += rejections.size();
        mended -= ledger.rejected();
        lines.addAll(unit.settle());
        unit.trim();
        return ledger;
    }

    private long unmatched(Replay fact, long offset) {
        Map<String, List<KeptEvent>> byCustomer = new LinkedHashMap<>();
        unit.tx()
                .unmatched(
                        unit.place().partition(),
                        fact,
                        event -> byCustomer
                                .computeIfAbsent(event.event().customerId(), _ -> new ArrayList<>())
                                .add(event));
        long rated = 0;
        for (Map.Entry<String, List<KeptEvent>> one : byCustomer.entrySet()) {
            rated += again(unit.customer(one.getKey()), one.getValue(), offset);
            lines.addAll(unit.settle());
            unit.trim();
        }
        return rated;
    }

    private long again(CustomerBook customer, List<KeptEvent> events, long offset) {
        Set<PeriodKey> affected = new LinkedHashSet<>();
        List<KeptEvent> free = new ArrayList<>();
        for (KeptEvent kept : events) {
            examined++;
            if (!kept.isHeld()) {
                Attributed attributed =
                        unit.attribute(customer, kept.event(), unit.catalog().rulesOfAll());
                affected.addAll(Refold.periods(attributed));
                if (attributed instanceof Attributed.NotChargeable) {
                    free.add(kept.as(Disposition.RATED, attributed.reason()));
                }
            }
        }
        if (!free.isEmpty()) {
            unit.tx().dispose(unit.place().partition(), offset, free);
        }
        long rated = free.size() + Refold.whole(unit, customer, affected, offset);
        mended += rated;
        return rated;
    }
}
