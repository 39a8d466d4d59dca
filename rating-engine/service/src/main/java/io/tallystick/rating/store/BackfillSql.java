package io.tallystick.rating.store;

import io.tallystick.rating.app.Backfill;
import io.tallystick.rating.app.Backfill.Counts;
import io.tallystick.rating.app.Backfill.Decision;
import io.tallystick.rating.app.Backfill.Outcome;
import io.tallystick.rating.app.Identity;
import io.tallystick.rating.app.StagedEvent;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Statements on backfills and on the events that wait in them. */
final class BackfillSql {
    /** Events of a partition whose owner has not read a decision. */
    static final String WAITING = """
            FROM backfill_event w WHERE NOT EXISTS (
                SELECT FROM backfill_progress p WHERE p.backfill_id = w.backfill_id AND p.partition = w.log_partition)""";

    private static final String COLUMNS = """
            SELECT b.id, b.name, b.reason, b.customer_id, b.author, b.opened_at, b.partitions, b.decision, b.decided_by,
                   b.decided_at""";

    private static final String COUNTED = COLUMNS + """
            , (SELECT count(*)\040""" + WAITING + """
             AND w.backfill_id = b.id), p.done, p.rated, p.unmatched, p.repeated, p.reverted
              FROM backfill b, LATERAL (
                SELECT count(*) AS done, COALESCE(sum(rated), 0)::bigint AS rated,
                       COALESCE(sum(unmatched), 0)::bigint AS unmatched, COALESCE(sum(repeated), 0)::bigint AS repeated,
                       COALESCE(sum(reverted), 0)::bigint AS reverted
                  FROM backfill_progress p WHERE p.backfill_id = b.id) p
            """;

    static final String ADD = """
            INSERT INTO backfill (id, name, reason, customer_id, author, opened_at, partitions)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING""";

    static final String FIND = COUNTED + " WHERE b.id::text = $1 OR b.name = $1";

    static final String LIST = COUNTED + " WHERE b.id < $1 ORDER BY b.id DESC LIMIT $2";

    static final String DECIDE = """
            UPDATE backfill SET decision = $2, decided_by = $3, decided_at = $4, announced = false
             WHERE id = $1 AND decision IS NULL""";

    static final String UNANNOUNCED = "SELECT id FROM backfill WHERE NOT announced ORDER BY id LIMIT $1";

    static final String ANNOUNCED = "UPDATE backfill SET announced = true WHERE id = $1";

    static final String ALL_CUSTOMERS = "SELECT DISTINCT customer_id " + WAITING + """
             AND w.backfill_id = $1 AND w.customer_id > $2 ORDER BY customer_id LIMIT $3""";

    private static final String EVENT =
            "SELECT log_partition, log_offset, customer_id, source, event_id, received_at, event, backfill_id"
                    + " FROM backfill_event\n";

    static final String EVENTS = EVENT + """
            WHERE backfill_id = $1 AND (log_partition, log_offset) > ($2, $3)
            ORDER BY log_partition, log_offset LIMIT $4""";

    static final String OF_IDENTITY = EVENT + """
            WHERE customer_id = $1 AND source = $2 AND event_id = $3 ORDER BY log_partition, log_offset LIMIT 100""";

    static final String PLACE = COLUMNS + """
            , EXISTS (SELECT FROM backfill_progress p WHERE p.backfill_id = b.id AND p.partition = $2)
              FROM backfill b WHERE b.id::text = $1""";

    static final String STAGE = """
            INSERT INTO backfill_event (backfill_id, log_partition, log_offset, customer_id, source, event_id, received_at,
                                        event)
            SELECT $1::uuid, $2::int, * FROM UNNEST($3::bigint[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
                                $8::bytea[])""";

    static final String CUSTOMERS = """
            SELECT DISTINCT customer_id FROM backfill_event WHERE backfill_id = $1 AND log_partition = $2
             ORDER BY customer_id""";

    static final String STAGED = EVENT + """
            WHERE backfill_id = $1 AND log_partition = $2 AND customer_id = $3 AND log_offset > $4
            ORDER BY log_offset LIMIT $5""";

    static final String COUNT = "SELECT count(*) FROM backfill_event WHERE backfill_id = $1 AND log_partition = $2";

    static final String NOTE_KEPT = """
            INSERT INTO event_change (customer_id, source, event_id, log_offset, log_partition, disposition_before,
                                      reason_before, disposition, reason)
            SELECT w.customer_id, w.source, w.event_id, $3::bigint, $2::int, 'unmatched', 'backfill_open',
                   COALESCE(m.disposition, b.disposition), COALESCE(m.reason, b.reason)
              FROM backfill_event AS w
              JOIN event_key AS k ON k.customer_id = w.customer_id AND k.unit = $4
                                 AND k.identity = event_identity(w.customer_id, w.source, w.event_id)
              JOIN event_block AS b ON b.customer_id = k.customer_id AND b.day = k.day AND b.unit = k.unit AND b.part = k.part
              LEFT JOIN event_moved AS m ON m.customer_id = w.customer_id AND m.source = w.source AND m.event_id = w.event_id
             WHERE w.backfill_id = $1 AND w.log_partition = $2
               AND b.log_offset[array_position(b.event_id, w.event_id)] = w.log_offset
            ON CONFLICT (customer_id, source, event_id, log_offset) DO UPDATE
               SET disposition_before = EXCLUDED.disposition_before, reason_before = EXCLUDED.reason_before""";

    static final String FORGET = "DELETE FROM backfill_event WHERE backfill_id = $1 AND log_partition = $2";

    static final String DECIDED = """
            INSERT INTO backfill_progress (backfill_id, partition, log_offset, rated, unmatched, repeated, reverted)
            VALUES ($1, $2, $3, $4, $5, $6, $7)""";

    private BackfillSql() {}

    /** The columns of {@link #FIND} and {@link #LIST}. */
    static Backfill counted(Row row) {
        return backfill(
                row,
                new Counts(
                        row.getLong(11).intValue(),
                        row.getLong(10),
                        row.getLong(12),
                        row.getLong(13),
                        row.getLong(14),
                        row.getLong(15)));
    }

    static Backfill backfill(Row row, Counts counts) {
        return new Backfill(
                row.getUUID(0).toString(),
                row.getString(1),
                row.getString(2),
                Optional.ofNullable(row.getString(3)),
                row.getString(4),
                row.getOffsetDateTime(5).toInstant(),
                row.getInteger(6),
                Optional.ofNullable(row.getString(7))
                        .map(decision -> new Decision(
                                Outcome.valueOf(decision.toUpperCase(Locale.ROOT)),
                                row.getString(8),
                                row.getOffsetDateTime(9).toInstant())),
                counts);
    }

    static StagedEvent event(Row row) {
        return new StagedEvent(
                row.getInteger(0),
                row.getLong(1),
                new Identity(row.getString(2), row.getString(3), row.getString(4)),
                row.getOffsetDateTime(5).toInstant(),
                row.getBuffer(6).getBytes());
    }

    static Tuple stage(String id, List<StagedEvent> events) {
        return new Columns<>(events)
                .all(UUID.fromString(id))
                .all(events.getFirst().partition())
                .number(StagedEvent::offset)
                .text(e -> e.identity().customerId())
                .text(e -> e.identity().source())
                .text(e -> e.identity().id())
                .time(StagedEvent::receivedAt)
                .bytes(StagedEvent::event)
                .tuple();
    }
}
