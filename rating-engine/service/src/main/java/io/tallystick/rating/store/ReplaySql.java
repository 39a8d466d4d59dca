package io.tallystick.rating.store;

import io.tallystick.rating.app.Disposition;
import io.tallystick.rating.app.Identity;
import io.tallystick.rating.app.Replay;
import io.tallystick.rating.app.ReplayStore.Stuck;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Optional;

/** Statements on replays, and on what waits for one. */
final class ReplaySql {
    static final String ADD = """
        INSERT INTO replay (id, code, customer_id, author, requested_at, partitions, source, event_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """;

    private static final String COLUMNS = """
            SELECT r.id, r.code, r.customer_id, r.author, r.requested_at, r.partitions,
                   (SELECT count(*) FROM replay_progress p WHERE p.replay_id = r.id),
                   (SELECT COALESCE(sum(examined), 0)::bigint FROM replay_progress p WHERE p.replay_id = r.id),
                   (SELECT COALESCE(sum(mended), 0)::bigint FROM replay_progress p WHERE p.replay_id = r.id),
                   r.source, r.event_id
              FROM replay r WHERE r.id = $1""";

    static final String FIND = COLUMNS;

    static final String FIND_UNDONE =
            COLUMNS + " AND NOT EXISTS (SELECT FROM replay_progress p WHERE p.replay_id = r.id AND p.partition = $2)";

    static final String UNANNOUNCED = "SELECT id FROM replay WHERE NOT announced ORDER BY id LIMIT $1";

    static final String ANNOUNCED = "UPDATE replay SET announced = true WHERE id = $1";

    static final String DONE = """
        INSERT INTO replay_progress (replay_id, partition, log_offset, examined, mended) VALUES ($1, $2, $3, $4, $5)
        """;

    static final String REJECTIONS = """
            SELECT log_offset, customer_id, code, pointer, detail, received_at, event FROM rejection
             WHERE log_partition = $1 AND log_offset > $2 AND ($3::text IS NULL OR code = $3)
               AND ($4::text IS NULL OR customer_id = $4)
               AND ($5::text IS NULL OR position(convert_to($5, 'UTF8') IN event) > 0)
             ORDER BY log_offset LIMIT $6""";

    static final String UNMATCHED = """
            SELECT customer_id, source, event_id, type, occurred_at, received_at, data, disposition, reason,
                   log_partition, log_offset FROM unmatched_event
             WHERE log_partition = $1 AND ($2::text IS NULL OR reason = $2)
               AND ($3::text IS NULL OR customer_id = $3)
               AND ($4::text IS NULL OR source = $4) AND ($5::text IS NULL OR event_id = $5)""";

    static final String NOTE_MENDED = """
            INSERT INTO event_change (customer_id, source, event_id, log_offset, log_partition, disposition_before,
                                      reason_before, disposition, reason)
            SELECT e.customer_id, e.source, e.event_id, $2::bigint, $1::int, 'rejected', r.code, e.disposition, e.reason
              FROM rejection r
              JOIN event e ON e.customer_id = r.customer_id AND e.log_partition = r.log_partition
                          AND e.log_offset = r.log_offset AND e.unit = $4
             WHERE r.log_partition = $1 AND r.log_offset = ANY($3)
            ON CONFLICT DO NOTHING""";

    static final String FORGET = "DELETE FROM rejection WHERE log_partition = $1 AND log_offset = ANY($2)";

    static final String STUCK = """
            SELECT 'unmatched', reason, count(*), count(DISTINCT customer_id), min(received_at) FROM unmatched_event
             WHERE $1::text IS NULL OR customer_id = $1 GROUP BY reason
            UNION ALL
            SELECT 'rejected', code, count(*), count(DISTINCT customer_id), min(received_at) FROM rejection
             WHERE $1::text IS NULL OR customer_id = $1 GROUP BY code
            UNION ALL
            SELECT 'unmatched', 'backfill_open', count(*), count(DISTINCT customer_id), min(received_at)\040""" + BackfillSql.WAITING + """
             AND ($1::text IS NULL OR customer_id = $1) HAVING count(*) > 0
             ORDER BY 3 DESC, 2""";

    private ReplaySql() {}

    static Replay replay(Row row) {
        return new Replay(
                row.getUUID(0).toString(),
                Optional.ofNullable(row.getString(1)),
                Optional.ofNullable(row.getString(2)),
                Optional.ofNullable(row.getString(9))
                        .map(source -> new Identity(row.getString(2), source, row.getString(10))),
                row.getString(3),
                row.getOffsetDateTime(4).toInstant(),
                row.getInteger(5),
                row.getLong(6).intValue(),
                row.getLong(7),
                row.getLong(8));
    }

    static Stuck stuck(Row row) {
        return new Stuck(
                Disposition.of(row.getString(0)),
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                row.getOffsetDateTime(4).toInstant());
    }
}
