package io.tallystick.rating.store;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.tallystick.rating.verify.VerificationStore;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads what is stored as it stands, each question by the key of the customer. */
@Singleton
public final class PgVerificationStore implements VerificationStore {
    private static final String ACCOUNT = "SELECT customer_id, applied::text, opened_until FROM account\n";
    private static final String ACCOUNTS = ACCOUNT + "WHERE customer_id > $1 ORDER BY customer_id LIMIT $2";
    private static final String SAMPLE = ACCOUNT + "ORDER BY md5($1 || customer_id) LIMIT $2";
    private static final String ONE_ACCOUNT = ACCOUNT + "WHERE customer_id = $1";
    private static final String SUBSCRIPTIONS = """
            SELECT customer_id, id, definition::text FROM subscription WHERE customer_id = ANY($1) ORDER BY customer_id, id""";
    private static final String LINES = """
            SELECT customer_id, subscription_id, period_start, content FROM line
             WHERE customer_id = ANY($1) AND period_start >= $2 AND period_start < $3""";
    private static final String EVENTS = """
            SELECT customer_id, type, occurred_at, data FROM event
             WHERE customer_id = ANY($1) AND type = ANY($2) AND occurred_at >= $3 AND occurred_at < $4
               AND last_at >= $3 AND first_at < $4 AND day >= ($3 AT TIME ZONE 'UTC')::date AND day <= ($4 AT TIME ZONE 'UTC')::date
               AND disposition IN ('rated', 'unmatched') AND reason <> 'held_late'
             ORDER BY customer_id, occurred_at, source, event_id""";

    private final Pool pool;

    /** In the database behind {@code pool}. */
    @Inject
    public PgVerificationStore(@ReactiveDataSource("rating") Pool pool) {
        this.pool = pool;
    }

    @Override
    public <T> T snapshot(Function<Reading, T> reading) {
        return PgSession.reading(pool, session -> {
            session.rows("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            return reading.apply(new Snapshot(session));
        });
    }

    private record Snapshot(PgSession session) implements Reading {
        @Override
        public List<String> meters() {
            return list("SELECT definition::text FROM meter", row -> row.getString(0));
        }

        @Override
        public List<PlanText> plans() {
            return list(
                    "SELECT plan_key, version, definition::text FROM plan_version",
                    row -> new PlanText(row.getString(0), row.getInteger(1), row.getString(2)));
        }

        @Override
        public List<AccountText> accounts(String after, int limit) {
            return list(ACCOUNTS, Snapshot::account, after, limit);
        }

        @Override
        public List<AccountText> sample(String seed, int limit) {
            return list(SAMPLE, Snapshot::account, seed, limit);
        }

        @Override
        public List<AccountText> account(String customerId) {
            return list(ONE_ACCOUNT, Snapshot::account, customerId);
        }

        @Override
        public List<SubscriptionText> subscriptions(Collection<String> customers) {
            return list(
                    SUBSCRIPTIONS,
                    row -> new SubscriptionText(row.getString(0), row.getString(1), row.getString(2)),
                    (Object) customers.toArray(String[]::new));
        }

        @Override
        public List<LineText> lines(Collection<String> customers, Instant from, Instant to) {
            return list(
                    LINES,
                    row -> new LineText(row.getString(0), row.getString(1), at(row, 2), row.getString(3)),
                    customers.toArray(String[]::new),
                    time(from),
                    time(to));
        }

        @Override
        public void events(
                Collection<String> customers,
                Collection<String> types,
                Instant from,
                Instant to,
                Consumer<EventText> each) {
            Tuple parameters =
                    Tuple.of(customers.toArray(String[]::new), types.toArray(String[]::new), time(from), time(to));
            session.stream(
                    EVENTS,
                    parameters,
                    row -> each.accept(
                            new EventText(row.getString(0), row.getString(1), at(row, 2), row.getString(3))));
        }

        private <T> List<T> list(String sql, Function<Row, T> reading, Object... parameters) {
            List<T> all = new ArrayList<>();
            session.rows(sql, parameters).forEach(row -> all.add(reading.apply(row)));
            return all;
        }

        private static AccountText account(Row row) {
            return new AccountText(row.getString(0), row.getString(1), at(row, 2));
        }

        private static Instant at(Row row, int column) {
            return row.getOffsetDateTime(column).toInstant();
        }

        private static OffsetDateTime time(Instant at) {
            return at.atOffset(ZoneOffset.UTC);
        }
    }
}
