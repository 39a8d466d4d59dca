package io.tallystick.rating.store;

import io.tallystick.rating.app.Parked;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collection;

/** Statements on parked subscriptions. */
final class ParkedSql {
    static final String PARK = """
            INSERT INTO parked (subscription_id, customer_id, log_partition, log_offset, parked_at, what, error, evidence)
            SELECT * FROM UNNEST($1::text[], $2::text[], $3::int[], $4::bigint[], $5::timestamptz[], $6::text[],
                                 $7::text[], $8::text[])
            ON CONFLICT (subscription_id) DO UPDATE
               SET log_offset = EXCLUDED.log_offset, parked_at = EXCLUDED.parked_at, what = EXCLUDED.what,
                   error = EXCLUDED.error, evidence = EXCLUDED.evidence""";

    static final String UNPARK = "DELETE FROM parked WHERE subscription_id = $1";

    private static final String COLUMNS = """
        SELECT subscription_id, customer_id, log_partition, log_offset, parked_at, what, error, evidence FROM parked
        """;

    static final String LIST = COLUMNS + " WHERE subscription_id > $1 ORDER BY subscription_id LIMIT $2";

    static final String FIND = COLUMNS + " WHERE subscription_id = $1";

    static final String COUNT = "SELECT count(*) FROM parked";

    private ParkedSql() {}

    static Tuple columns(Collection<Parked> parked) {
        return new Columns<>(parked)
                .text(Parked::subscriptionId)
                .text(Parked::customerId)
                .small(Parked::partition)
                .number(Parked::offset)
                .time(Parked::parkedAt)
                .text(p -> Text.storable(p.what()))
                .text(p -> Text.storable(p.error()))
                .text(p -> Text.storable(p.evidence()))
                .tuple();
    }

    static Parked parked(Row row) {
        return new Parked(
                row.getString(0),
                row.getString(1),
                row.getInteger(2),
                row.getLong(3),
                row.getOffsetDateTime(4).toInstant(),
                row.getString(5),
                row.getString(6),
                row.getString(7));
    }
}
