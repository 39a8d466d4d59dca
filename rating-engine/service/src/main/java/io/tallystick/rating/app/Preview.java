package io.tallystick.rating.app;

import io.tallystick.rating.app.RatingUnit.PartitionPlace;
import io.tallystick.schemas.id.Partition;
import io.tallystick.schemas.rated.RatedLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** What a correction would do, by the same code as the real one, on an unchanging state of the tables, storing nothing. */
public final class Preview {
    private static final int REMEMBERED = 1_000;

    private final RatingStore store;
    private final Catalog catalog;
    private final ControlLog log;

    /** Of corrections of what {@code store} holds. */
    public Preview(RatingStore store, Catalog catalog, ControlLog log) {
        this.store = store;
        this.catalog = catalog;
        this.log = log;
    }

    /**
     * A line that would change.
     *
     * @param before as it stands, empty if it would come into being
     * @param after as it would stand
     */
    public record LineChange(Optional<RatedLine> before, RatedLine after) {
        /** What the amount would grow by; negative if it shrinks. */
        public BigDecimal delta() {
            return before.map(line -> after.amount().subtract(line.amount())).orElse(after.amount());
        }

        /** Whether a close holds what is corrected: the line is an adjustment on a later invoice. */
        public boolean isAdjustment() {
            return after.adjusts() != null;
        }
    }

    /**
     * The effect of a correction.
     *
     * @param outcome {@link Correction#APPLIED}, or why nothing would be done
     * @param lines the lines that would change
     * @param sealedUntil what is billable up to here is held by a close
     */
    public record Effect(String outcome, List<LineChange> lines, Optional<Instant> sealedUntil) {
        /** Copies the list. */
        public Effect {
            lines = List.copyOf(lines);
        }

        /** What the customer would pay more, by currency; negative if less. */
        public Map<String, BigDecimal> totals() {
            Map<String, BigDecimal> totals = new TreeMap<>();
            lines.forEach(line -> totals.merge(line.after().currency(), line.delta(), BigDecimal::add));
            return totals;
        }
    }

    /** The effect of one correction. */
    Effect of(Correction correction) {
        return of(
                correction.event().customerId(),
                (unit, position) -> new CorrectionUnit(unit)
                        .apply(correction, position.nextOffset(), correction.requestedAt())
                        .outcome());
    }

    /** The effect of {@code work} on a customer. */
    Effect of(String customerId, BiFunction<RatingUnit, Position, String> work) {
        int partitions = log.partitions();
        int partition = Partition.of(customerId, partitions);
        CatalogView view = catalog.view();
        return store.snapshot(tx -> {
            Position position = tx.position(partition).orElse(Position.unknown(partition, 0));
            PretendedTransaction pretended = new PretendedTransaction(tx);
            RatingUnit unit = new RatingUnit(
                    pretended,
                    new PartitionMemory(REMEMBERED, REMEMBERED, new RecentIdentities(0)),
                    view,
                    new PartitionPlace(partition, partitions),
                    position.sealedUntil());
            String outcome = work.apply(unit, position);
            unit.settle();
            List<LineChange> changes = new ArrayList<>();
            for (StoredLine line : pretended.lines()) {
                changes.add(new LineChange(pretended.before(line), line.line().line()));
            }
            return new Effect(outcome, changes, position.sealedUntil());
        });
    }
}
