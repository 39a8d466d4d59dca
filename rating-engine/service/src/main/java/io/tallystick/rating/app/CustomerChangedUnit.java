package io.tallystick.rating.app;

import io.tallystick.rating.model.Attributed;
import io.tallystick.rating.model.PeriodKey;
import io.tallystick.rating.model.SeriesKey;
import io.tallystick.rating.model.Subscription;
import io.tallystick.rating.model.Timeline;
import io.tallystick.schemas.control.ControlRecord.CustomerChanged;
import io.tallystick.schemas.control.ControlRecord.SubscriptionRetried;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The unit of work of a changed subscription: its periods are completed, and every event from the first difference on is attributed
 * again, so that what was unmatched finds its charge and what was charged follows the new terms, also backwards.
 */
final class CustomerChangedUnit {
    private final RatingUnit unit;
    private List<PublishedLine> lines = List.of();

    /** Events before it have nothing to do with the change. */
    private Instant beginning = CustomerBook.NEVER;

    CustomerChangedUnit(RatingUnit unit) {
        this.unit = unit;
    }

    Committed run(Position from, LogRecord.Control record, CustomerChanged changed) {
        String id = changed.customerId();
        Ledger ledger = Ledger.ONE_CONTROL;
        if (unit.place().holds(id)) {
            CustomerBook before = unit.customer(id);
            ledger = ledger.matched(apply(before, before.account(), record));
        }
        return moved(from, record, ledger);
    }

    /** A parked subscription is applied from its beginning, with every event of the customer. */
    Committed run(Position from, LogRecord.Control record, SubscriptionRetried retried) {
        String id = retried.customerId();
        Ledger ledger = Ledger.ONE_CONTROL;
        if (unit.place().holds(id)) {
            CustomerBook before = unit.customer(id);
            boolean waits = before.account().parked().contains(retried.subscriptionId());
            if (waits && !unit.failedOn(retried.subscriptionId())) {
                unit.tx().unpark(retried.subscriptionId());
                beginning = Instant.EPOCH;
                ledger = ledger.matched(apply(before, before.account().retrying(retried.subscriptionId()), record));
            }
        }
        return moved(from, record, ledger);
    }

    private Committed moved(Position from, LogRecord.Control record, Ledger ledger) {
        Position to = from.after(record.offset(), record.receivedAt(), ledger);
        unit.tx().move(from, to);
        return Committed.of(to, lines);
    }

    /** Applies every fact of what is not parked; returns how many events more are rated now. */
    private long apply(CustomerBook before, Account account, LogRecord.Control record) {
        String id = account.customerId();
        List<Subscription> all = unit.tx().subscriptions(List.of(id)).getOrDefault(id, List.of()).stream()
                .filter(subscription -> !account.parked().contains(subscription.id()))
                .toList();
        unit.forget(id);
        CustomerBook now = unit.know(account, all);
        Instant upTo = lastCharged(now, later(account.openedUntil(), record.receivedAt()));
        long rated = now.timeline()
                .firstDifference(before.timeline())
                .map(difference -> change(before, now, difference, upTo, record.offset()))
                .orElse(0L);
        if (!now.timeline().firstDifference(before.timeline()).isEmpty()) {
            new LimitCounting(unit).again(now, record.receivedAt());
        }
        unit.open(now, upTo, record.offset());
        now.opened(upTo);
        unit.applied(now);
        unit.tx().noteApplied(now.account(), record.offset());
        lines = unit.settle();
        return rated;
    }

    /**
     * An event may be dated up to a day ahead, into a period that has not begun. If it is charged now, that period is opened, as it is when
     * such an event arrives: otherwise the event would count as rated and be in no line.
     */
    private Instant lastCharged(CustomerBook now, Instant upTo) {
        Ahead ahead = new Ahead(upTo);
        unit.tx().events(now.account().customerId(), upTo, CustomerBook.NEVER, kept -> {
            if (kept.isOpen()
                    && unit.attribute(now, kept.event(), unit.catalog().rulesOfAll()) instanceof Attributed.Charged) {
                ahead.until = later(ahead.until, kept.event().occurredAt());
            }
        });
        return ahead.until;
    }

    private static final class Ahead {
        private Instant until;

        Ahead(Instant until) {
            this.until = until;
        }
    }

    /** Rates the affected periods anew; returns how many events more are rated now. */
    private long change(CustomerBook before, CustomerBook now, Instant difference, Instant upTo, long offset) {
        Set<PeriodKey> affected = new LinkedHashSet<>();
        affected.addAll(reachedBy(before.timeline(), difference, upTo));
        affected.addAll(reachedBy(now.timeline(), difference, upTo));
        unit.read(affected);
        affected.forEach(period -> unit.touchWhole(period, offset));
        boolean everything = beginning.equals(Instant.EPOCH);
        if (everything || !foldedAlready(affected, before.timeline(), now.timeline())) {
            Instant from = affected.stream()
                    .map(period -> period.period().start())
                    .reduce(earlier(difference, beginning), CustomerChangedUnit::earlier);
            return new Refold(unit, now, affected, offset).between(from, CustomerBook.NEVER);
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
                if (!now.foldsLike(before, series)) {
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
}
