package io.tallystick.invoice.store;

import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Comparison;
import io.tallystick.invoice.assembly.Outcome;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The end of a close: what was made, counted from the documents themselves, against what was proven. */
final class PgOutcome {
    private static final String INVOICED = """
            SELECT currency, count(*) AS invoices, sum(line_count) AS lines, sum(subtotal)::text AS total
            FROM billing.invoice WHERE finalized_at = $2 AND close_id = $1 GROUP BY currency
            """;

    private static final String WORK = """
            SELECT count(*) FILTER (WHERE state = 'exception') AS exceptions,
                COALESCE(sum(lines) FILTER (WHERE state = 'exception'), 0) AS exceptional_lines,
                COALESCE(sum(lines) FILTER (WHERE state = 'skipped'), 0) AS skipped_lines
            FROM billing.close_work WHERE close_id = $1
            """;

    private static final String EXCEPTIONAL = """
            SELECT line.currency, sum(line.amount)::text AS total
            FROM billing.close_work AS work
            JOIN billing.rated_line AS line USING (customer_id)
            LEFT JOIN billing.account USING (customer_id)
            WHERE work.close_id = $1 AND work.state = 'exception' AND line.billable_at <= $2
              AND line.billable_at > COALESCE(account.billed_until, '-infinity')
            GROUP BY line.currency
            """;

    private static final String COMPLETED = """
            UPDATE billing.close SET state = 'completed', outcome = $2::text::json, completed_at = $3, differences = NULL
            WHERE id = $1
            """;

    private static final String TELL = """
            INSERT INTO billing.outbox (event_id, type, occurred_at, content)
            VALUES ($1, 'close.completed', $2, $3::text::json) ON CONFLICT (event_id) WHERE content IS NOT NULL DO NOTHING
            """;

    private final SqlConnection connection;
    private final Close.Finalizing close;
    private final String id;

    PgOutcome(SqlConnection connection, Close.Finalizing close) {
        this.connection = connection;
        this.close = close;
        this.id = close.request().id();
    }

    boolean isWorkLeft() {
        return Sql.rows(
                        connection,
                        "SELECT EXISTS (SELECT FROM billing.close_work WHERE close_id = $1 AND state = 'drafted') AS is_left",
                        id)
                .getFirst()
                .getBoolean("is_left");
    }

    List<Comparison.Difference> differences() {
        return outcome().against(close.proof());
    }

    void complete(Instant completedAt) {
        Close.Completed completed = close.finished(outcome(), completedAt);
        Sql.change(connection, COMPLETED, id, PgCloseRows.text(completed.outcome()), Sql.time(completed.completedAt()));
        Sql.change(
                connection,
                TELL,
                "close.completed:" + id,
                Sql.time(completedAt),
                PgCloseRows.text(Map.of(
                        "id",
                        id,
                        "cutoff",
                        close.request().cutoff(),
                        "proof",
                        close.proof(),
                        "outcome",
                        completed.outcome())));
    }

    private Outcome outcome() {
        Map<String, BigDecimal> invoiced = new TreeMap<>();
        long invoices = 0;
        long invoicedLines = 0;
        for (Row row : Sql.rows(connection, INVOICED, id, Sql.time(close.finalizedAt()))) {
            invoiced.put(row.getString("currency"), new BigDecimal(row.getString("total")));
            invoices += row.getLong("invoices");
            invoicedLines += row.getLong("lines");
        }
        Map<String, BigDecimal> exceptional = new TreeMap<>();
        for (Row row :
                Sql.rows(connection, EXCEPTIONAL, id, Sql.time(close.request().cutoff()))) {
            exceptional.put(row.getString("currency"), new BigDecimal(row.getString("total")));
        }
        Row work = Sql.rows(connection, WORK, id).getFirst();
        Row carried = Sql.rows(connection, "SELECT carried::text AS carried FROM billing.close WHERE id = $1", id)
                .getFirst();
        return new Outcome(
                invoices,
                invoicedLines,
                invoiced,
                work.getLong("exceptions"),
                work.getLong("exceptional_lines"),
                exceptional,
                work.getLong("skipped_lines"),
                PgCloseRows.carried(carried));
    }
}
