package io.tallystick.rating.app;

import io.tallystick.rating.app.BrokenInvariantException.Broken;
import io.tallystick.rating.app.EventReader.Read;
import io.tallystick.rating.app.RatingUnit.PartitionPlace;
import io.tallystick.schemas.control.ControlRecord.BackfillDecided;
import io.tallystick.schemas.control.ControlRecord.CustomerChanged;
import io.tallystick.schemas.control.ControlRecord.DoorCounted;
import io.tallystick.schemas.control.ControlRecord.LinesCollected;
import io.tallystick.schemas.control.ControlRecord.LinesCountRequested;
import io.tallystick.schemas.control.ControlRecord.PeriodsDue;
import io.tallystick.schemas.control.ControlRecord.SealRequested;
import io.tallystick.schemas.control.ControlRecord.SubscriptionRetried;
import io.tallystick.schemas.control.ControlRecord.UsageCorrected;
import io.tallystick.schemas.control.ControlRecord.UsageReplayed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The work of one partition over the database: every unit of work is one transaction. */
final class PartitionRating implements PartitionWork {
    private static final int MOST_PARKED = 10_000;

    private final RatingStore store;
    private final Catalog catalog;
    private final PartitionPlace place;
    private final RatingMonitor monitor;
    private PartitionMemory memory;

    PartitionRating(
            RatingStore store, Catalog catalog, PartitionPlace place, RatingLimits limits, RatingMonitor monitor) {
        this.store = store;
        this.catalog = catalog;
        this.place = place;
        this.monitor = monitor;
        this.memory = new PartitionMemory(
                limits.cachedCustomers(),
                limits.cachedSeries(),
                new RecentIdentities(limits.recentEvents() / place.partitions()));
    }

    @Override
    public Optional<Position> position() {
        return store.position(place.partition());
    }

    @Override
    public Committed usage(Position from, List<LogRecord.Usage> run) {
        List<Read> read = EventReader.read(run);
        return work(from, run.getFirst(), unit -> new UsageUnit(unit).run(from, read));
    }

    @Override
    public Committed control(Position from, LogRecord.Control record) {
        return work(from, record, unit -> switch (record.command()) {
            case CustomerChanged changed -> new CustomerChangedUnit(unit.keepingReplaced()).run(from, record, changed);
            case SubscriptionRetried retried ->
                new CustomerChangedUnit(unit.keepingReplaced()).run(from, record, retried);
            case UsageCorrected corrected -> new CorrectionUnit(unit.keepingReplaced()).run(from, record, corrected);
            case BackfillDecided decided -> new BackfillUnit(unit.keepingReplaced()).run(from, record, decided);
            case UsageReplayed replayed -> new ReplayUnit(unit.keepingReplaced()).run(from, record, replayed);
            case PeriodsDue due -> new DueUnit(unit).periodsDue(from, record, due);
            case SealRequested request -> new SealUnit(unit).run(from, record, request);
            case DoorCounted counted -> new CountingUnit(unit).door(from, record, counted);
            case LinesCountRequested _ -> new CountingUnit(unit).count(from, record);
            case LinesCollected collected -> new CountingUnit(unit).collected(from, record, collected);
        });
    }

    /**
     * Does a unit of work. What the domain fails on is parked, and the work is done again without it; if an event that was believed to be
     * new is kept already, it is done again and nothing is believed.
     */
    private Committed work(Position from, LogRecord first, Function<RatingUnit, Committed> work) {
        List<Broken> broken = new ArrayList<>();
        while (true) {
            try {
                Committed committed = work(from, first, broken, work);
                memory.trim();
                memory.recent().unitDone();
                return committed;
            } catch (KeptAlreadyException surprise) {
                memory = memory.emptied();
                if (memory.recent().isWary()) {
                    throw surprise;
                }
                memory.recent().surprised();
            } catch (BrokenInvariantException more) {
                memory = memory.emptied();
                if (broken.size() > MOST_PARKED || !isNew(more.broken(), broken)) {
                    throw more;
                }
                broken.addAll(more.broken());
            }
        }
    }

    private Committed work(Position from, LogRecord first, List<Broken> broken, Function<RatingUnit, Committed> work) {
        List<Parked> parked = new ArrayList<>();
        Committed committed = store.transaction(tx -> {
            CatalogView view = catalog.view(tx.lock(from));
            if (!broken.isEmpty()) {
                parked.addAll(new Parking(tx, place.partition()).park(broken, first.offset(), first.receivedAt()));
            }
            return work.apply(new RatingUnit(tx, memory, view, place, from.sealedUntil()).withParked(parked));
        });
        parked.forEach(monitor::parked);
        return committed;
    }

    /** The same failure again, although it is parked, is not the customer's: it must not be tried for ever. */
    private static boolean isNew(List<Broken> more, List<Broken> known) {
        return more.stream()
                .anyMatch(one -> known.stream()
                        .noneMatch(before -> before.customerId().equals(one.customerId())
                                && before.subscriptionId().equals(one.subscriptionId())));
    }
}
