package io.tallystick.rating.store;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.tallystick.rating.app.WhatIf;
import io.tallystick.rating.app.WhatIf.Choice;
import io.tallystick.rating.app.WhatIf.Order;
import io.tallystick.rating.app.WhatIf.Progress;
import io.tallystick.rating.app.WhatIf.Result;
import io.tallystick.rating.app.WhatIf.State;
import io.tallystick.rating.app.WhatIf.Total;
import io.tallystick.rating.app.WhatIfStore;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What-ifs and their results in PostgreSQL. */
@Singleton
public final class PgWhatIfStore implements WhatIfStore {
    private static final String COLUMNS = """
            SELECT id, plan_key, definition, period_from, period_to, customers, of_customers, state, after_id, looked_at,
                   events, created_by, created_at, updated_at
              FROM what_if
            """;
    private static final String FIND = COLUMNS + "WHERE id = $1";
    private static final String LOCK = FIND + " FOR UPDATE";
    private static final String LIST = COLUMNS + "WHERE id > $1 ORDER BY id LIMIT $2";
    private static final String CLAIM = COLUMNS + "WHERE state = 'running' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED";
    private static final String ADD = """
            INSERT INTO what_if (id, plan_key, definition, period_from, period_to, customers, of_customers, state, created_by,
                                 created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 'running', $8, $9, $9)""";
    private static final String SAVE = """
            UPDATE what_if SET state = $2, after_id = $3, looked_at = $4, events = $5, updated_at = $6 WHERE id = $1""";
    private static final String ADD_RESULTS = """
            INSERT INTO what_if_result (what_if_id, customer_id, currency, was, would, delta, problem)
            SELECT $1::text, customer_id, currency, was::numeric, would::numeric, would::numeric - was::numeric, problem
              FROM UNNEST($2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
                AS found (customer_id, currency, was, would, problem)""";
    private static final String CONCERNED = "FROM account WHERE $1::text[] IS NULL OR customer_id = ANY($1)";
    private static final String COUNT = "SELECT count(*) " + CONCERNED;
    private static final String CUSTOMERS = """
            SELECT customer_id FROM account
             WHERE customer_id > $2 AND ($1::text[] IS NULL OR customer_id = ANY($1)) ORDER BY customer_id LIMIT $3""";
    private static final String TOTALS = """
            SELECT currency, sum(was)::text, sum(would)::text, count(*) FILTER (WHERE delta < 0),
                   count(*) FILTER (WHERE delta > 0), count(*) FILTER (WHERE delta = 0)
              FROM what_if_result WHERE what_if_id = $1 AND problem IS NULL GROUP BY currency ORDER BY currency""";
    private static final String UNKNOWN =
            "SELECT count(*) FROM what_if_result WHERE what_if_id = $1 AND problem IS NOT NULL";
    private static final String RESULTS = """
            SELECT customer_id, currency, was::text, would::text, problem FROM what_if_result
             WHERE what_if_id = $1 AND ($2::text IS NULL OR %s) AND %s ORDER BY %s LIMIT $5""";
    private static final String BY_CUSTOMER = RESULTS.formatted(
            "(customer_id, currency) > ($2, $3) AND $4::text IS NOT NULL", "%s", "customer_id, currency");
    private static final String ALL = BY_CUSTOMER.formatted("true");
    private static final String FAILED = BY_CUSTOMER.formatted("problem IS NOT NULL");
    private static final String WINNERS = RESULTS.formatted(
            "(delta, customer_id, currency) > ($4::text::numeric, $2, $3)",
            "delta < 0",
            "delta, customer_id, currency");
    private static final String LOSERS = RESULTS.formatted(
            "(delta, customer_id, currency) < ($4::text::numeric, $2, $3)",
            "delta > 0",
            "delta DESC, customer_id DESC, currency DESC");

    private final Pool pool;

    /** In the database behind {@code pool}. */
    @Inject
    public PgWhatIfStore(@ReactiveDataSource("rating") Pool pool) {
        this.pool = pool;
    }

    @Override
    public Optional<WhatIf> find(String id) {
        return whatIfs(rows(FIND, Text.storable(id))).stream().findFirst();
    }

    @Override
    public List<WhatIf> list(String after, int limit) {
        return whatIfs(rows(LIST, Text.storable(after), limit));
    }

    @Override
    public List<Total> totals(String id) {
        List<Total> totals = new ArrayList<>();
        for (Row row : rows(TOTALS, Text.storable(id))) {
            totals.add(new Total(
                    row.getString(0),
                    new BigDecimal(row.getString(1)),
                    new BigDecimal(row.getString(2)),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5)));
        }
        return totals;
    }

    @Override
    public long unknown(String id) {
        return rows(UNKNOWN, Text.storable(id)).iterator().next().getLong(0);
    }

    @Override
    public List<Result> results(String id, Choice choice, Optional<Result> after, int limit) {
        String sql = switch (choice) {
            case ALL -> ALL;
            case WINNERS -> WINNERS;
            case LOSERS -> LOSERS;
            case UNKNOWN -> FAILED;
        };
        List<Result> results = new ArrayList<>();
        for (Row row : rows(
                sql,
                Text.storable(id),
                after.map(Result::customerId).orElse(null),
                after.map(Result::currency).orElse(null),
                after.map(one -> one.delta().toPlainString()).orElse(null),
                limit)) {
            results.add(new Result(
                    row.getString(0),
                    row.getString(1),
                    new BigDecimal(row.getString(2)),
                    new BigDecimal(row.getString(3)),
                    Optional.ofNullable(row.getString(4))));
        }
        return results;
    }

    @Override
    public <T> T change(Function<Editor, T> work) {
        return PgSession.transaction(pool, session -> work.apply(new PgEditor(session)));
    }

    private RowSet<Row> rows(String sql, Object... parameters) {
        return Await.result(pool.preparedQuery(sql).execute(Tuple.from(parameters)));
    }

    private static Object customers(Order order) {
        return order.customers().isEmpty() ? null : order.customers().toArray(String[]::new);
    }

    private static List<WhatIf> whatIfs(RowSet<Row> rows) {
        List<WhatIf> found = new ArrayList<>();
        for (Row row : rows) {
            String[] chosen = row.getArrayOfStrings(5);
            found.add(new WhatIf(
                    row.getString(0),
                    new Order(
                            row.getString(1),
                            row.getString(2),
                            row.getLocalDate(3),
                            row.getLocalDate(4),
                            chosen == null ? List.of() : List.of(chosen)),
                    State.valueOf(row.getString(7).toUpperCase(Locale.ROOT)),
                    row.getString(8),
                    new Progress(row.getLong(9), row.getLong(6), row.getLong(10)),
                    row.getString(11),
                    row.getOffsetDateTime(12).toInstant(),
                    row.getOffsetDateTime(13).toInstant()));
        }
        return found;
    }

    private record PgEditor(PgSession session) implements Editor {
        @Override
        public List<String> customers(Order order, String after, int limit) {
            List<String> found = new ArrayList<>();
            session.rows(CUSTOMERS, PgWhatIfStore.customers(order), after, limit)
                    .forEach(row -> found.add(row.getString(0)));
            return found;
        }

        @Override
        public long count(Order order) {
            return session.rows(COUNT, PgWhatIfStore.customers(order))
                    .iterator()
                    .next()
                    .getLong(0);
        }

        @Override
        public void add(WhatIf whatIf) {
            Order order = whatIf.order();
            session.rows(
                    ADD,
                    whatIf.id(),
                    order.planKey(),
                    order.definition(),
                    order.from(),
                    order.to(),
                    PgWhatIfStore.customers(order),
                    whatIf.progress().of(),
                    whatIf.createdBy(),
                    Columns.utc(whatIf.createdAt()));
        }

        @Override
        public Optional<WhatIf> claim() {
            return whatIfs(session.rows(CLAIM)).stream().findFirst();
        }

        @Override
        public Optional<WhatIf> lock(String id) {
            return whatIfs(session.rows(LOCK, Text.storable(id))).stream().findFirst();
        }

        @Override
        public void addResults(String id, List<Result> results) {
            session.write(
                    ADD_RESULTS,
                    new Columns<>(results)
                            .all(id)
                            .text(Result::customerId)
                            .text(Result::currency)
                            .text(one -> one.was().toPlainString())
                            .text(one -> one.would().toPlainString())
                            .text(one -> one.problem().orElse(null))
                            .tuple());
        }

        @Override
        public void save(WhatIf whatIf) {
            session.rows(
                    SAVE,
                    whatIf.id(),
                    whatIf.state().name().toLowerCase(Locale.ROOT),
                    whatIf.after(),
                    whatIf.progress().customers(),
                    whatIf.progress().events(),
                    Columns.utc(whatIf.updatedAt()));
        }

        @Override
        public Optional<Answered> answered(CommandKey key, Instant now) {
            return PgCommands.answered(session, key, now);
        }

        @Override
        public void answer(CommandKey key, String answer) {
            PgCommands.answer(session, key, answer);
        }
    }
}
