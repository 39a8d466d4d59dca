package io.tallystick.rating.store;

import io.tallystick.rating.app.CountedUsage;
import io.tallystick.rating.catalog.Entitlement.Per;
import io.tallystick.rating.model.LimitWindow;
import io.tallystick.schemas.time.BillingPeriod;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Statements on what was counted against limits. */
final class LimitSql {
    private static final String KEY = "customer_id, subscription_id, meter_key, per, window_start";

    static final String READ = "SELECT " + KEY + ", window_end, state"
            + " FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[]) AS k(" + KEY + ")"
            + " JOIN limit_window USING (" + KEY + ")";

    static final String SAVE = "INSERT INTO limit_window (log_partition, " + KEY + ", window_end, state)"
            + " SELECT $1::int, * FROM UNNEST($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],"
            + " $7::timestamptz[], $8::text[])"
            + " ON CONFLICT (" + KEY + ") DO UPDATE SET state = EXCLUDED.state";

    static final String FORGET_OF_CUSTOMER =
            "DELETE FROM limit_window WHERE customer_id = $1 RETURNING " + KEY + ", window_end";

    static final String FORGET_ENDED =
            "DELETE FROM limit_window WHERE log_partition = $1 AND window_end < $2 RETURNING " + KEY + ", window_end";

    private LimitSql() {}

    static Tuple keys(Collection<CountedUsage> asked) {
        return key(new Columns<>(asked)).tuple();
    }

    static Tuple rows(int partition, Collection<CountedUsage> counted) {
        return key(new Columns<>(counted).all(partition))
                .time(it -> it.window().time().end())
                .text(CountedUsage::state)
                .tuple();
    }

    private static Columns<CountedUsage> key(Columns<CountedUsage> columns) {
        return columns.text(CountedUsage::customerId)
                .text(it -> it.window().subscriptionId())
                .text(it -> it.window().meterKey())
                .text(it -> it.window().per().name())
                .time(it -> it.window().time().start());
    }

    /** The sets of distinct values of spans that were forgotten. */
    static Tuple valueSets(RowSet<Row> forgotten) {
        List<CountedUsage> all = new ArrayList<>();
        forgotten.forEach(row -> all.add(new CountedUsage(row.getString("customer_id"), window(row), "")));
        return new Columns<>(all)
                .text(CountedUsage::customerId)
                .hash(it -> it.window().valuesId())
                .tuple();
    }

    static LimitWindow window(Row row) {
        return new LimitWindow(
                row.getString("subscription_id"),
                row.getString("meter_key"),
                Per.valueOf(row.getString("per")),
                new BillingPeriod(
                        row.getOffsetDateTime("window_start").toInstant(),
                        row.getOffsetDateTime("window_end").toInstant()));
    }
}
