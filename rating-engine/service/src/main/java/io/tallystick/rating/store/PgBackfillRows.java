package io.tallystick.rating.store;

import io.tallystick.rating.app.Backfill.Counts;
import io.tallystick.rating.app.BackfillPlace;
import io.tallystick.rating.app.BackfillRows;
import io.tallystick.rating.app.Disposition;
import io.tallystick.rating.app.StagedEvent;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Backfills inside a transaction of PostgreSQL. */
final class PgBackfillRows implements BackfillRows {
    private final PgSession session;
    private final long unit;

    /** {@code unit} is the number of the unit of work, see the table event_block. */
    PgBackfillRows(PgSession session, long unit) {
        this.session = session;
        this.unit = unit;
    }

    @Override
    public Optional<BackfillPlace> place(String id, int partition) {
        for (Row row : session.rows(BackfillSql.PLACE, id, partition)) {
            return Optional.of(new BackfillPlace(BackfillSql.backfill(row, Counts.NONE), row.getBoolean(10)));
        }
        return Optional.empty();
    }

    @Override
    public void stage(String id, List<StagedEvent> events) {
        session.write(BackfillSql.STAGE, BackfillSql.stage(id, events));
    }

    @Override
    public List<String> customers(String id, int partition) {
        List<String> customers = new ArrayList<>();
        session.rows(BackfillSql.CUSTOMERS, UUID.fromString(id), partition)
                .forEach(row -> customers.add(row.getString(0)));
        return customers;
    }

    @Override
    public List<StagedEvent> staged(String id, int partition, String customerId, long after, int limit) {
        List<StagedEvent> events = new ArrayList<>();
        session.rows(BackfillSql.STAGED, UUID.fromString(id), partition, customerId, after, limit)
                .forEach(row -> events.add(BackfillSql.event(row)));
        return events;
    }

    @Override
    public long count(String id, int partition) {
        return session.rows(BackfillSql.COUNT, UUID.fromString(id), partition)
                .iterator()
                .next()
                .getLong(0);
    }

    @Override
    public void kept(String id, int partition, long offset) {
        session.write(BackfillSql.NOTE_KEPT, Tuple.of(UUID.fromString(id), partition, offset, unit));
        session.write(BackfillSql.FORGET, Tuple.of(UUID.fromString(id), partition));
    }

    @Override
    public void decided(String id, int partition, long offset, Map<Disposition, Long> counts) {
        session.write(BackfillSql.DECIDED, Tuple.from(new Object[] {
            UUID.fromString(id),
            partition,
            offset,
            of(counts, Disposition.RATED),
            of(counts, Disposition.UNMATCHED),
            of(counts, Disposition.DUPLICATE) + of(counts, Disposition.CONFLICT),
            of(counts, Disposition.VOIDED)
        }));
    }

    private static long of(Map<Disposition, Long> counts, Disposition disposition) {
        return counts.getOrDefault(disposition, 0L);
    }
}
