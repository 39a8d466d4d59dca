package io.tallystick.rating.app;

import io.tallystick.rating.app.EventReader.Read;
import io.tallystick.rating.app.RatingUnit.PartitionPlace;
import io.tallystick.schemas.control.ControlRecord.CustomerChanged;
import io.tallystick.schemas.control.ControlRecord.PeriodsDue;
import io.tallystick.schemas.control.ControlRecord.SealRequested;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The work of one partition over the database: every unit of work is one transaction. */
final class PartitionRating implements PartitionWork {
    private final RatingStore store;
    private final Catalog catalog;
    private final PartitionPlace place;
    private final PartitionMemory memory;

    PartitionRating(RatingStore store, Catalog catalog, PartitionPlace place, RatingLimits limits) {
        this.store = store;
        this.catalog = catalog;
        this.place = place;
        this.memory = new PartitionMemory(limits.cachedCustomers(), limits.cachedSeries());
    }

    @Override
    public Optional<Position> position() {
        return store.position(place.partition());
    }

    @Override
    public Committed usage(Position from, List<LogRecord.Usage> run) {
        List<Read> read = EventReader.read(run);
        return work(from, unit -> new UsageUnit(unit).run(from, read));
    }

    @Override
    public Committed control(Position from, LogRecord.Control record) {
        return work(from, unit -> switch (record.command()) {
            case CustomerChanged changed -> new CustomerChangedUnit(unit).run(from, record, changed);
            case PeriodsDue due -> new DueUnit(unit).periodsDue(from, record, due);
            case SealRequested request -> new SealUnit(unit).run(from, record, request);
        });
    }

    private Committed work(Position from, Function<RatingUnit, Committed> work) {
        Committed committed = store.transaction(tx -> {
            CatalogView view = catalog.view(tx.lock(from));
            return work.apply(new RatingUnit(tx, memory, view, place, from.sealedUntil()));
        });
        memory.trim();
        return committed;
    }
}
