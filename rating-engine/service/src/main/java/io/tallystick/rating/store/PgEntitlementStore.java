package io.tallystick.rating.store;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.tallystick.rating.app.EntitlementStore;
import io.tallystick.rating.app.SubscriptionLanguage;
import io.tallystick.rating.model.LimitWindow;
import io.tallystick.rating.model.PeriodKey;
import io.tallystick.rating.model.Subscription;
import io.tallystick.schemas.id.Hash128;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Questions about entitlements; one round trip for most. */
@Singleton
public final class PgEntitlementStore implements EntitlementStore {
    private static final String KNOWN = """
            SELECT c.version AS catalogue, s.versions, w.subscription_id, w.meter_key, w.per, w.window_start,
                   w.window_end, w.state
              FROM catalog c
              CROSS JOIN (SELECT coalesce(string_agg(id || '@' || version, ' ' ORDER BY id), '') AS versions
                            FROM subscription WHERE customer_id = $1) s
              LEFT JOIN limit_window w ON w.customer_id = $1 AND w.window_start <= $2 AND w.window_end > $2""";
    private static final String VALUE =
            "SELECT 1 FROM unique_value WHERE customer_id = $1 AND series_id = $2 AND value = $3";
    private static final String QUANTITIES = """
            SELECT content FROM line
             WHERE customer_id = $1 AND subscription_id = $2 AND period_start = $3 AND charge_key = $4
               AND adjusts IS NULL AND kind = 'USAGE'""";

    private final Pool pool;
    private final SubscriptionLanguage language;

    /** In the database behind {@code pool}. */
    @Inject
    public PgEntitlementStore(@ReactiveDataSource("rating") Pool pool, SubscriptionLanguage language) {
        this.pool = pool;
        this.language = language;
    }

    @Override
    public Known known(String customerId, Instant at) {
        Map<LimitWindow, String> counted = new HashMap<>();
        RowSet<Row> rows = rows(KNOWN, customerId, Columns.utc(at));
        for (Row row : rows) {
            if (row.getString("state") != null) {
                counted.put(LimitSql.window(row), row.getString("state"));
            }
        }
        Row first = rows.iterator().next();
        return new Known(first.getLong("catalogue"), first.getString("versions"), counted);
    }

    @Override
    public List<Subscription> subscriptions(String customerId) {
        List<Subscription> found = new ArrayList<>();
        rows(CustomerSql.SUBSCRIPTIONS, new Object[] {new String[] {customerId}})
                .forEach(row -> found.add(language.readSubscription(row.getString(1))));
        return found;
    }

    @Override
    public boolean hasValue(String customerId, Hash128 set, String value) {
        return rows(VALUE, customerId, Columns.uuid(set), value).size() > 0;
    }

    @Override
    public List<BigDecimal> quantities(PeriodKey period, String charge) {
        List<BigDecimal> found = new ArrayList<>();
        rows(
                        QUANTITIES,
                        period.customerId(),
                        period.subscriptionId(),
                        Columns.utc(period.period().start()),
                        charge)
                .forEach(row -> found.add(PeriodSql.readLine(row.getString(0)).quantity()));
        return found;
    }

    private RowSet<Row> rows(String sql, Object... parameters) {
        return Await.result(pool.preparedQuery(sql).execute(Tuple.from(parameters)));
    }
}
