package io.tallystick.rating.store;

import io.tallystick.rating.app.Ledger;
import io.tallystick.rating.app.Position;
import io.tallystick.rating.app.StaleOwnerException;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Statements on the position of a partition. */
final class PositionSql {
    static final String READ = "SELECT * FROM log_position WHERE partition = $1";

    static final String READ_ALL = "SELECT * FROM log_position ORDER BY partition";

    /** The first owner of a partition makes its row. */
    static final String KNOW = """
            INSERT INTO log_position (partition, next_offset, first_offset) VALUES ($1, $2, $2)
            ON CONFLICT (partition) DO NOTHING""";

    static final String LOCK = """
            SELECT next_offset, (SELECT version FROM catalog) AS catalog_version
              FROM log_position WHERE partition = $1 FOR UPDATE""";

    static final String MOVE = """
            UPDATE log_position
               SET next_offset = $3, received = $4, rated = $5, duplicate = $6, conflict = $7, unmatched = $8,
                   rejected = $9, voided = $10, superseded = $11, control = $12, sealed_until = $13,
                   last_received_at = $14, holes = $15
             WHERE partition = $1 AND next_offset = $2""";

    private PositionSql() {}

    static Tuple of(Position position) {
        return Tuple.of(position.partition(), position.nextOffset());
    }

    static Tuple move(Position from, Position to) {
        Ledger ledger = to.ledger();
        return Tuple.from(new Object[] {
            from.partition(),
            from.nextOffset(),
            to.nextOffset(),
            ledger.received(),
            ledger.rated(),
            ledger.duplicate(),
            ledger.conflict(),
            ledger.unmatched(),
            ledger.rejected(),
            ledger.voided(),
            ledger.superseded(),
            ledger.control(),
            Columns.utc(to.sealedUntil().orElse(null)),
            Columns.utc(to.lastReceivedAt().orElse(null)),
            to.holes()
        });
    }

    static void mustStandAt(Position expected, long found) {
        if (found != expected.nextOffset()) {
            throw new StaleOwnerException(expected.partition(), expected.nextOffset(), Long.toString(found));
        }
    }

    static Position read(Row row) {
        Ledger ledger = new Ledger(
                row.getLong("received"),
                row.getLong("rated"),
                row.getLong("duplicate"),
                row.getLong("conflict"),
                row.getLong("unmatched"),
                row.getLong("rejected"),
                row.getLong("voided"),
                row.getLong("superseded"),
                row.getLong("control"));
        return new Position(
                row.getInteger("partition"),
                row.getLong("next_offset"),
                ledger,
                Optional.ofNullable(row.getOffsetDateTime("sealed_until")).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getOffsetDateTime("last_received_at")).map(OffsetDateTime::toInstant),
                row.getLong("holes"));
    }
}
