package io.tallystick.invoice.store;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.CloseStore;
import io.tallystick.invoice.app.CloseView;
import io.tallystick.invoice.app.InvoiceMaker;
import io.tallystick.invoice.app.Issue;
import io.tallystick.invoice.assembly.Carried;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Comparer;
import io.tallystick.invoice.assembly.Comparison;
import io.tallystick.invoice.assembly.Tally;
import io.tallystick.schemas.rated.Sealed;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Closes and their work. */
@Singleton
class PgCloseStore implements CloseStore {
    /** Customers of earlier closes whose lines still wait. */
    private static final String LEFT_OUT = """
            SELECT DISTINCT work.customer_id FROM billing.close_work AS work
            JOIN billing.close AS earlier ON earlier.id = work.close_id
            LEFT JOIN billing.account ON account.customer_id = work.customer_id
            WHERE work.state = 'exception' AND work.close_id <> $1
              AND (account.billed_until IS NULL OR account.billed_until < earlier.cutoff)
            """;

    private static final String LIST_WORK = """
            INSERT INTO billing.close_work (close_id, customer_id, state)
            SELECT $1, customer_id, 'pending' FROM (
                SELECT DISTINCT customer_id FROM billing.rated_line
                WHERE billable_at > COALESCE($2::timestamptz, '-infinity') AND billable_at <= $3
                UNION %s) AS concerned
            """.formatted(LEFT_OUT);

    private static final String CARRIED = """
            SELECT line.currency, count(*) AS lines, sum(line.amount)::text AS amount
            FROM (%s) AS waiting
            JOIN billing.rated_line AS line USING (customer_id)
            LEFT JOIN billing.account USING (customer_id)
            WHERE line.billable_at > COALESCE(account.billed_until, '-infinity') AND line.billable_at <= $2
            GROUP BY line.currency
            """.formatted(LEFT_OUT);

    private static final String PROVEN = """
            UPDATE billing.close SET state = 'invoicing', proof = $2::text::json, carried = $3::text::json,
                finalized_at = $4, differences = NULL
            WHERE id = $1
            """;

    private final Pool pool;
    private final PgCloseViews views;
    private final PgCloseStarts starts;

    PgCloseStore(Pool pool) {
        this.pool = pool;
        this.views = new PgCloseViews(pool);
        this.starts = new PgCloseStarts(pool, views);
    }

    @Override
    public Uni<Start> start(Close.Request request, Optional<Once> once) {
        return starts.start(request, once);
    }

    @Override
    public Uni<Boolean> retryExceptions(String id, Instant finalizedAt) {
        return starts.retryExceptions(id, finalizedAt);
    }

    @Override
    public Uni<Optional<CloseView>> find(String id) {
        return views.find(id);
    }

    @Override
    public Uni<List<CloseView>> list(Optional<Instant> before, int limit) {
        return views.list(before, limit);
    }

    @Override
    public Optional<Close> running() {
        return Sql.rows(pool, "SELECT " + PgCloseRows.COLUMNS + " FROM billing.close WHERE state <> 'completed'")
                .stream()
                .findFirst()
                .map(PgCloseRows::close);
    }

    @Override
    public void collecting(Close.Collecting close) {
        Sql.change(
                pool,
                """
                UPDATE billing.close SET state = 'collecting', usage_partitions = $2, rated_partitions = $3
                WHERE id = $1 AND state = 'sealing'
                """,
                close.request().id(),
                close.barrier().usagePartitions(),
                close.barrier().ratedPartitions());
    }

    @Override
    public Comparison prove(Close.Collecting close, Instant finalizedAt) {
        return Sql.inTransaction(pool, connection -> {
            Map<Integer, List<Sealed>> answers =
                    PgTally.answers(connection, close.request().id());
            List<Integer> missing = Comparer.missing(close.barrier(), answers);
            if (!missing.isEmpty() || !lock(connection, close, "collecting")) {
                return new Comparison.Waiting(missing);
            }
            // From here to the commit no line is written by anybody; afterwards none up to the cut-off.
            Sql.rows(connection, "SELECT closed_until FROM billing.books FOR UPDATE");
            Map<Integer, Tally> collected = PgTally.collected(connection, close.request());
            Comparison comparison = Comparer.compare(close, answers, collected);
            switch (comparison) {
                case Comparison.Waiting _ -> {}
                case Comparison.Differs differs -> keep(connection, close.request(), differs.differences());
                case Comparison.Proven proven -> begin(connection, close.proven(proven.proof(), finalizedAt));
            }
            return comparison;
        });
    }

    private static boolean lock(SqlConnection connection, Close close, String state) {
        return Sql.rows(
                        connection,
                        "SELECT state FROM billing.close WHERE id = $1 FOR UPDATE",
                        close.request().id())
                .getFirst()
                .getString("state")
                .equals(state);
    }

    private static void keep(SqlConnection connection, Close.Request close, List<Comparison.Difference> differences) {
        Sql.change(
                connection,
                "UPDATE billing.close SET differences = $2::text::json WHERE id = $1",
                close.id(),
                PgCloseRows.text(differences));
    }

    private static void begin(SqlConnection connection, Close.Invoicing close) {
        Close.Request request = close.request();
        Sql.change(
                connection,
                PROVEN,
                request.id(),
                PgCloseRows.text(close.proof()),
                PgCloseRows.text(carried(connection, request)),
                Sql.time(close.finalizedAt()));
        Sql.change(connection, "UPDATE billing.books SET closed_until = $1", Sql.time(request.cutoff()));
        Sql.change(connection, LIST_WORK, request.id(), Sql.time(request.previousCutoff()), Sql.time(request.cutoff()));
    }

    private static Carried carried(SqlConnection connection, Close.Request close) {
        if (close.previousCutoff() == null) {
            return new Carried(0, Map.of());
        }
        Map<String, BigDecimal> amounts = new TreeMap<>();
        long lines = 0;
        for (Row row : Sql.rows(connection, CARRIED, close.id(), Sql.time(close.previousCutoff()))) {
            amounts.put(row.getString("currency"), new BigDecimal(row.getString("amount")));
            lines += row.getLong("lines");
        }
        return new Carried(lines, amounts);
    }

    @Override
    public int invoice(Close.Invoicing close, Issue issue, int customers, InvoiceMaker maker) {
        return Sql.inTransaction(
                pool, connection -> new PgInvoiceBatch(connection, close, issue).run(customers, maker));
    }

    @Override
    public Optional<List<Comparison.Difference>> complete(Close.Invoicing close, Instant completedAt) {
        return Sql.inTransaction(pool, connection -> {
            if (!lock(connection, close, "invoicing")) {
                return Optional.of(List.of());
            }
            PgOutcome outcome = new PgOutcome(connection, close);
            if (outcome.isWorkLeft()) {
                return Optional.empty();
            }
            List<Comparison.Difference> differences = outcome.differences();
            if (differences.isEmpty()) {
                outcome.complete(completedAt);
            } else {
                keep(connection, close.request(), differences);
            }
            return Optional.of(differences);
        });
    }
}
