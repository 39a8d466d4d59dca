package io.tallystick.rating.app;

import io.tallystick.rating.model.Attributed;
import io.tallystick.rating.model.Attribution;
import io.tallystick.rating.model.Contribution;
import io.tallystick.rating.model.PeriodKey;
import io.tallystick.rating.model.Point;
import io.tallystick.rating.model.SeriesKey;
import io.tallystick.rating.model.Subscription;
import io.tallystick.rating.model.Timeline;
import io.tallystick.schemas.control.ControlRecord.CustomerChanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The unit of work of a changed subscription: its periods are completed, and every event from the first difference on is attributed
 * again, so that what was unmatched finds its charge and what was charged follows the new terms, also backwards.
 */
final class CustomerChangedUnit {
    private static final int HELD = 5_000;

    private final RatingUnit unit;

    CustomerChangedUnit(RatingUnit unit) {
        this.unit = unit;
    }

    Committed run(Position from, LogRecord.Control record, CustomerChanged changed) {
        Ledger ledger = Ledger.ONE_CONTROL;
        List<PublishedLine> lines = List.of();
        String id = changed.customerId();
        if (unit.place().holds(id)) {
            CustomerBook before = unit.customer(id);
            List<Subscription> all = unit.tx().subscriptions(List.of(id)).getOrDefault(id, List.of());
            unit.forget(id);
            CustomerBook now = unit.know(before.account(), all);
            Instant upTo = later(before.account().openedUntil(), record.receivedAt());
            Optional<Instant> difference = now.timeline().firstDifference(before.timeline());
            if (difference.isPresent()) {
                ledger = ledger.matched(change(before, now, difference.get(), upTo, record.offset()));
                new LimitCounting(unit).again(now, record.receivedAt());
            }
            unit.open(now, upTo, record.offset());
            now.opened(upTo);
            unit.applied(now);
            lines = unit.settle();
        }
        Position to = from.after(record.offset(), record.receivedAt(), ledger);
        unit.tx().move(from, to);
        return Committed.of(to, lines);
    }

    /** Rates the affected periods anew; returns how many events more are rated now. */
    private long change(CustomerBook before, CustomerBook now, Instant difference, Instant upTo, long offset) {
        Set<PeriodKey> affected = new LinkedHashSet<>();
        affected.addAll(reachedBy(before.timeline(), difference, upTo));
        affected.addAll(reachedBy(now.timeline(), difference, upTo));
        unit.read(affected);
        affected.forEach(period -> unit.touchWhole(period, offset));
        if (!foldedAlready(affected, before.timeline(), now.timeline())) {
            Instant from = affected.stream()
                    .map(period -> period.period().start())
                    .reduce(difference, CustomerChangedUnit::earlier);
            return new Again(now.timeline(), affected, offset).attribute(from);
        }
        return 0;
    }

    private static List<PeriodKey> reachedBy(Timeline timeline, Instant difference, Instant upTo) {
        return timeline.periods(Instant.EPOCH, upTo).stream()
                .filter(period -> period.period().end().isAfter(difference))
                .toList();
    }

    /** Whether only prices and fees differ: the same series, each cut into the same segments. */
    private static boolean foldedAlready(Set<PeriodKey> affected, Timeline before, Timeline now) {
        for (PeriodKey period : affected) {
            if (!before.series(period).equals(now.series(period))) {
                return false;
            }
            for (SeriesKey series : now.series(period)) {
                if (!before.layout(series).equals(now.layout(series))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** One pass over the customer's events. */
    private final class Again {
        private final Timeline timeline;
        private final Set<PeriodKey> affected;
        private final long offset;
        private final List<KeptEvent> moved = new ArrayList<>();
        private final Set<SeenValue> values = new LinkedHashSet<>();
        private final List<Point> points = new ArrayList<>();
        private long nowRated;

        Again(Timeline timeline, Set<PeriodKey> affected, long offset) {
            this.timeline = timeline;
            this.affected = affected;
            this.offset = offset;
        }

        long attribute(Instant from) {
            List<StoredSeries> old = new ArrayList<>();
            for (PeriodKey period : affected) {
                PeriodBook book = unit.period(period);
                book.folded()
                        .forEach(series -> old.add(
                                new StoredSeries(series, book.state(series).orElseThrow())));
                book.forget();
            }
            if (!old.isEmpty()) {
                unit.tx().forgetSeries(old);
            }
            unit.tx().eventsSince(timeline.customerId(), from, this::attribute);
            write();
            if (!values.isEmpty()) {
                unit.tx().addValues(values);
            }
            return nowRated;
        }

        private void attribute(KeptEvent kept) {
            if (kept.disposition() != Disposition.RATED && kept.disposition() != Disposition.UNMATCHED) {
                return;
            }
            Attributed attributed =
                    Attribution.attribute(kept.event(), timeline, unit.catalog().rulesOfAll());
            Disposition disposition = switch (attributed) {
                case Attributed.Charged charged -> {
                    charged.contributions().forEach(this::fold);
                    yield Disposition.RATED;
                }
                case Attributed.NotChargeable _ -> Disposition.RATED;
                case Attributed.Unmatched _ -> Disposition.UNMATCHED;
            };
            points.addAll(attributed.points());
            if (disposition != kept.disposition() || !attributed.reason().equals(kept.reason())) {
                moved.add(new KeptEvent(
                        kept.event(),
                        disposition,
                        attributed.reason(),
                        kept.receivedAt(),
                        kept.partition(),
                        kept.offset()));
            }
            if (disposition != kept.disposition()) {
                nowRated += disposition == Disposition.RATED ? 1 : -1;
            }
            if (moved.size() + points.size() >= HELD) {
                write();
            }
        }

        /** A series of a period that is not affected has the event already. */
        private void fold(Contribution contribution) {
            SeriesKey series = contribution.series();
            if (!affected.contains(series.period())) {
                return;
            }
            boolean isNew = contribution
                    .uniqueValue()
                    .map(value -> values.add(new SeenValue(timeline.customerId(), series.id(), value)))
                    .orElse(false);
            unit.fold(contribution, isNew, offset);
        }

        private void write() {
            if (!moved.isEmpty()) {
                unit.tx().dispose(List.copyOf(moved));
                moved.clear();
            }
            if (!points.isEmpty()) {
                unit.tx().addPoints(Map.of(timeline.customerId(), List.copyOf(points)));
                points.clear();
            }
        }
    }
}
