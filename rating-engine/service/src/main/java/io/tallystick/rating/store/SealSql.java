package io.tallystick.rating.store;

import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.Sealed;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;

/** Statements on the answers to closes. */
final class SealSql {
    static final String READ = "SELECT result::text FROM seal WHERE close_id = $1 AND partition = $2";

    static final String SINCE =
            "SELECT result::text FROM seal WHERE partition = $1 AND log_offset >= $2 ORDER BY log_offset";

    static final String ADD = """
            INSERT INTO seal (close_id, partition, cutoff, log_offset, result)
            VALUES ($1, $2, $3, $4, $5::text::jsonb)""";

    /** Usage that nobody is billed for yet; the partial indexes hold just these. */
    static final String UNMATCHED = """
            SELECT customer_id, reason, count(*) AS events FROM unmatched_event
            WHERE log_partition = $1 GROUP BY customer_id, reason
            UNION ALL
            SELECT customer_id, 'backfill_open', count(*)\040""" + BackfillSql.WAITING + """
             AND log_partition = $1 GROUP BY customer_id
            ORDER BY 3 DESC, 1, 2 LIMIT $2""";

    /** Subscriptions that stand still: what is billed of them is not all. */
    static final String PARKED = """
            SELECT customer_id, subscription_id, error FROM parked
            WHERE log_partition = $1 ORDER BY subscription_id LIMIT $2""";

    private SealSql() {}

    static Tuple columns(Sealed sealed) {
        return Tuple.from(new Object[] {
            sealed.closeId(),
            sealed.partition(),
            Columns.utc(sealed.cutoff()),
            sealed.offset(),
            new String(Json.bytes(sealed), StandardCharsets.UTF_8)
        });
    }

    static Sealed.Notice unmatched(Row row) {
        return new Sealed.Notice("unmatched_usage", row.getString(0), null, row.getString(1), row.getLong(2), null);
    }

    static Sealed.Notice parked(Row row) {
        return new Sealed.Notice("parked_subscription", row.getString(0), row.getString(1), null, 1, row.getString(2));
    }

    static Sealed read(Row row) {
        return Json.read(row.getString(0).getBytes(StandardCharsets.UTF_8), Sealed.class);
    }
}
