package io.tallystick.rating.store;

import io.tallystick.rating.app.ReconciliationCheck;
import io.tallystick.schemas.rated.Sealed;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Statements of the reconciliation. */
final class ReconciliationSql {
    private static final String COLUMNS = "name, partition, expected, found, difference, detail, ";

    static final String LIGHT = "SELECT " + COLUMNS + """
            CASE WHEN name LIKE '%collected%' OR partition < 0 THEN checked_at ELSE COALESCE(checked_at, $1) END
              FROM light_check ORDER BY name, partition""";

    static final String KEPT = "SELECT " + COLUMNS + "checked_at FROM deep_check ORDER BY name, partition";

    /** What stands in the way of a close of a partition: live what is cheap, as found last what is not. */
    static final String DIFFERENCES = """
            SELECT name, partition, expected, found, difference, detail FROM light_check
             WHERE partition IN ($1, -1) AND difference <> 0
            UNION ALL
            SELECT name, partition, expected, found, difference, detail FROM deep_check
             WHERE partition IN ($1, -1) AND difference <> 0
            UNION ALL
            SELECT 'every_line_is_computed_again_first', -1, 1, 0, 1, 'close ' || close_id || ' asked for it, and it is not done'
              FROM close_verification WHERE done_at IS NULL
             ORDER BY name, partition LIMIT $2""";

    /** A close whose partitions have all answered, and the billing periods of the lines that it would bill. */
    static final String TO_VERIFY = """
            SELECT v.close_id, (min(l.period_start) AT TIME ZONE 'UTC')::date - 1, (max(l.period_start) AT TIME ZONE 'UTC')::date + 2
              FROM close_verification AS v
              LEFT JOIN line AS l ON l.billable_at <= v.cutoff AND l.billable_at >
                   COALESCE((SELECT max(before.cutoff) FROM seal AS before WHERE before.cutoff < v.cutoff), '-infinity')
             WHERE v.done_at IS NULL AND (SELECT count(*) FROM seal WHERE seal.close_id = v.close_id)
                   >= (SELECT max((result ->> 'partitions')::int) FROM seal WHERE seal.close_id = v.close_id)
             GROUP BY v.close_id ORDER BY v.close_id LIMIT 1""";

    static final String VERIFIED = "UPDATE close_verification SET done_at = $2 WHERE close_id = $1";

    static final String FORGET = "DELETE FROM deep_check WHERE name = ANY($1)";

    static final String KEEP = """
            INSERT INTO deep_check (name, partition, expected, found, difference, detail, checked_at)
            SELECT * FROM UNNEST($1::text[], $2::int[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[],
                                 $7::timestamptz[])""";

    /** One statement sees one state of everything. Of what differs, five are named. */
    static final String DEEP = """
            WITH kept AS (
                SELECT log_partition AS partition,
                       COALESCE(sum(events) FILTER (WHERE disposition = 'rated'), 0) AS rated,
                       COALESCE(sum(events) FILTER (WHERE disposition = 'unmatched'), 0) AS unmatched,
                       COALESCE(sum(events) FILTER (WHERE disposition = 'voided'), 0) AS voided,
                       COALESCE(sum(events) FILTER (WHERE disposition = 'superseded'), 0) AS superseded
                  FROM (SELECT log_partition, disposition, cardinality(log_offset) AS events FROM event_block
                        UNION ALL
                        SELECT log_partition, arrived, -1 FROM event_moved
                        UNION ALL
                        SELECT log_partition, disposition, 1 FROM event_moved
                        UNION ALL
                        SELECT w.log_partition, CASE WHEN EXISTS (
                                   SELECT FROM backfill_progress p
                                    WHERE p.backfill_id = w.backfill_id AND p.partition = w.log_partition)
                               THEN 'voided' ELSE 'unmatched' END, 1
                          FROM backfill_event w) AS e GROUP BY log_partition),
            rejected AS (SELECT log_partition AS partition, count(*) AS records FROM rejection GROUP BY log_partition),
            repeated AS (SELECT log_partition AS partition, count(*) AS records FROM repeat GROUP BY log_partition),
            counted AS (
                SELECT log_partition AS partition, customer_id, subscription_id, period_start, charge_key,
                       sum((content::jsonb ->> 'eventCount')::bigint) AS events, min(id::text) AS id
                  FROM line WHERE content::jsonb ->> 'meterKey' IS NOT NULL
                 GROUP BY log_partition, customer_id, subscription_id, period_start, charge_key),
            folded AS (
                SELECT account.log_partition AS partition, customer_id, subscription_id, period_start, charge_key,
                       event_count AS events FROM series JOIN account USING (customer_id)),
            both_sides AS (
                SELECT partition, customer_id, subscription_id, period_start, charge_key, counted.id,
                       COALESCE(folded.events, 0) AS expected, COALESCE(counted.events, 0) AS found
                  FROM counted FULL JOIN folded
                 USING (partition, customer_id, subscription_id, period_start, charge_key)),
            of_lines AS (
                SELECT partition, sum(expected) AS expected, sum(found) AS found, sum(abs(expected - found)) AS difference,
                       array_to_string((array_agg(
                           format('line %s (subscription %s, charge %s, period from %s) says %s events, its series %s',
                               replace(COALESCE(id, 'none'), '-', ''), subscription_id, charge_key,
                               to_char(period_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), found, expected)
                           ORDER BY subscription_id, charge_key, period_start) FILTER (WHERE expected <> found))[1:5],
                           '; ') AS detail
                  FROM both_sides GROUP BY partition)
            SELECT c.name, p.partition, c.expected::bigint, c.found::bigint,
                   COALESCE(c.difference, abs(c.expected - c.found))::bigint AS difference, c.detail, $1::timestamptz
              FROM log_position AS p LEFT JOIN kept USING (partition) LEFT JOIN rejected USING (partition)
              LEFT JOIN repeated USING (partition) LEFT JOIN of_lines USING (partition),
              LATERAL (VALUES
                ('rated_events_are_kept', p.rated, COALESCE(kept.rated, 0), NULL::bigint, NULL::text),
                ('unmatched_events_are_kept', p.unmatched, COALESCE(kept.unmatched, 0), NULL, NULL),
                ('voided_events_are_kept', p.voided, COALESCE(kept.voided, 0), NULL, NULL),
                ('superseded_events_are_kept', p.superseded, COALESCE(kept.superseded, 0), NULL, NULL),
                ('rejections_are_kept', p.rejected, COALESCE(rejected.records, 0), NULL, NULL),
                ('repetitions_are_kept', p.duplicate + p.conflict, COALESCE(repeated.records, 0), NULL, NULL),
                ('lines_hold_the_events_of_their_series', COALESCE(of_lines.expected, 0), COALESCE(of_lines.found, 0),
                    of_lines.difference, NULLIF(of_lines.detail, ''))
                ) AS c (name, expected, found, difference, detail)
             ORDER BY c.name, p.partition""";

    private ReconciliationSql() {}

    static ReconciliationCheck check(Row row) {
        return new ReconciliationCheck(
                row.getString(0),
                row.getInteger(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                Optional.ofNullable(row.getString(5)),
                Optional.ofNullable(row.getOffsetDateTime(6)).map(OffsetDateTime::toInstant));
    }

    static Tuple columns(List<ReconciliationCheck> checks) {
        return new Columns<>(checks)
                .text(ReconciliationCheck::name)
                .small(ReconciliationCheck::partition)
                .number(ReconciliationCheck::expected)
                .number(ReconciliationCheck::found)
                .number(ReconciliationCheck::difference)
                .text(check -> check.detail().orElse(null))
                .time(check -> check.checkedAt().orElse(null))
                .tuple();
    }

    static Sealed.Notice notice(Row row) {
        String detail = row.getString(5) == null ? "" : ": " + row.getString(5);
        return new Sealed.Notice(
                Sealed.DIFFERENCE,
                null,
                null,
                row.getString(0),
                row.getLong(4),
                "expected " + row.getLong(2) + ", found " + row.getLong(3) + detail);
    }
}
