package io.tallystick.rating.app;

import io.tallystick.rating.model.Attributed;
import io.tallystick.rating.model.Contribution;
import io.tallystick.rating.model.PeriodKey;
import io.tallystick.rating.model.Point;
import io.tallystick.rating.model.SeriesKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Folds the aggregates of some billing periods of a customer anew, in one pass over the kept events: after the subscription changed,
 * after an event was corrected. What is voided, superseded or held takes no part.
 */
final class Refold {
    private static final int HELD = 5_000;

    private final RatingUnit unit;
    private final CustomerBook customer;
    private final Set<PeriodKey> affected;
    private final long offset;
    private final List<KeptEvent> moved = new ArrayList<>();
    private final Set<SeenValue> values = new LinkedHashSet<>();
    private final List<Point> points = new ArrayList<>();
    private long nowRated;

    /**
     * The aggregates of {@code affected}.
     *
     * @param offset of the record that makes it necessary
     */
    Refold(RatingUnit unit, CustomerBook customer, Set<PeriodKey> affected, long offset) {
        this.unit = unit;
        this.customer = customer;
        this.affected = affected;
        this.offset = offset;
    }

    /**
     * Attributes every event between two instants again.
     *
     * @return how many events more are rated now, and fewer are unmatched
     */
    long between(Instant from, Instant to) {
        forget();
        unit.tx().events(customer.timeline().customerId(), from, to, this::attribute);
        write();
        if (!values.isEmpty()) {
            unit.tx().addValues(values);
        }
        return nowRated;
    }

    /**
     * Folds these periods anew from all of their events, and has all of their lines rated again.
     *
     * @return how many events more are rated now
     */
    static long whole(RatingUnit unit, CustomerBook customer, Set<PeriodKey> affected, long offset) {
        if (affected.isEmpty()) {
            return 0;
        }
        Instant from = CustomerBook.NEVER;
        Instant to = Instant.EPOCH;
        for (PeriodKey period : affected) {
            from = period.period().start().isBefore(from) ? period.period().start() : from;
            to = period.period().end().isAfter(to) ? period.period().end() : to;
            unit.touchWhole(period, offset);
        }
        return new Refold(unit, customer, affected, offset).between(from, to);
    }

    /** The periods that an event counts in. */
    static Set<PeriodKey> periods(Attributed attributed) {
        Set<PeriodKey> periods = new LinkedHashSet<>();
        if (attributed instanceof Attributed.Charged charged) {
            for (Contribution contribution : charged.contributions()) {
                periods.add(contribution.series().period());
            }
        }
        return periods;
    }

    private void forget() {
        List<StoredSeries> old = new ArrayList<>();
        unit.read(affected);
        for (PeriodKey period : affected) {
            PeriodBook book = unit.period(period);
            book.folded()
                    .forEach(series ->
                            old.add(new StoredSeries(series, book.state(series).orElseThrow())));
            book.forget();
        }
        if (!old.isEmpty()) {
            unit.tx().forgetSeries(old);
        }
    }

    private void attribute(KeptEvent kept) {
        if (!kept.isOpen()) {
            return;
        }
        Attributed attributed =
                unit.attribute(customer, kept.event(), unit.catalog().rulesOfAll());
        if (attributed instanceof Attributed.Charged charged) {
            charged.contributions().forEach(this::fold);
        }
        points.addAll(attributed.points());
        KeptEvent now = kept.as(Disposition.of(attributed), attributed.reason());
        if (now.disposition() != kept.disposition() || !now.reason().equals(kept.reason())) {
            moved.add(now);
        }
        if (now.disposition() != kept.disposition()) {
            nowRated += now.disposition() == Disposition.RATED ? 1 : -1;
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
                .map(value -> values.add(new SeenValue(customer.timeline().customerId(), series.id(), value)))
                .orElse(false);
        unit.fold(contribution, isNew, offset);
    }

    private void write() {
        if (!moved.isEmpty()) {
            unit.tx().dispose(unit.place().partition(), offset, List.copyOf(moved));
            moved.clear();
        }
        if (!points.isEmpty()) {
            unit.tx().addPoints(Map.of(customer.timeline().customerId(), List.copyOf(points)));
            points.clear();
        }
    }
}
