package io.tallystick.invoice.store;

import io.tallystick.invoice.assembly.Carried;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Comparer;
import io.tallystick.invoice.assembly.Comparison;
import io.tallystick.invoice.assembly.Proof;
import io.tallystick.invoice.assembly.Tally;
import io.tallystick.invoice.review.Obstacle;
import io.tallystick.invoice.review.Obstacles;
import io.tallystick.schemas.rated.Sealed;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The end of the sealing of a close, in one transaction: answers and lines are compared; if they agree, the lines are frozen, the
 * proof is kept, and work and exceptions are listed.
 */
final class PgSealing {
    /** Customers of earlier closes whose lines still wait. */
    private static final String LEFT_OUT = """
            SELECT DISTINCT work.customer_id FROM billing.close_work AS work
            JOIN billing.close AS earlier ON earlier.id = work.close_id
            LEFT JOIN billing.account ON account.customer_id = work.customer_id
            WHERE work.state IN ('exception', 'released') AND work.close_id <> $1
              AND (account.billed_until IS NULL OR account.billed_until < earlier.cutoff)
            """;

    /** Who has lines, who was left out before, and who had invoices and should have some again by now. */
    static final String CONCERNED = """
            SELECT DISTINCT customer_id FROM billing.rated_line
            WHERE billable_at > COALESCE($2::timestamptz, '-infinity') AND billable_at <= $3
            UNION %s
            UNION SELECT customer_id FROM billing.account WHERE window_due <= $3
            """.formatted(LEFT_OUT);

    private static final String LIST_WORK = """
            INSERT INTO billing.close_work (close_id, customer_id, state)
            SELECT $1, customer_id, $4 FROM (%s) AS concerned ORDER BY customer_id
            """.formatted(CONCERNED);

    private static final String CARRIED = """
            SELECT line.currency, count(*) AS lines, sum(line.amount)::text AS amount
            FROM (%s) AS waiting
            JOIN billing.rated_line AS line USING (customer_id)
            LEFT JOIN billing.account USING (customer_id)
            WHERE line.billable_at > COALESCE(account.billed_until, '-infinity') AND line.billable_at <= $2
            GROUP BY line.currency
            """.formatted(LEFT_OUT);

    private static final String PROVEN = """
            UPDATE billing.close SET state = $2, proof = $3::text::json, carried = $4::text::json, put_aside = $5,
                differences = NULL
            WHERE id = $1
            """;

    /** The close that sealed up to where this one begins. */
    static final String PREVIOUS = """
            SELECT id, proof::text AS proof, put_aside FROM billing.close
            WHERE cutoff = $1 AND proof IS NOT NULL ORDER BY requested_at DESC LIMIT 1
            """;

    private final SqlConnection connection;
    private final String id;

    PgSealing(SqlConnection connection, String id) {
        this.connection = connection;
        this.id = id;
    }

    Comparison prove() {
        Row row = PgCloseRows.lock(connection, id).orElseThrow();
        if (!(PgCloseRows.close(row) instanceof Close.Sealing close)
                || close.barrier().isEmpty()) {
            return new Comparison.Waiting(List.of());
        }
        String sealedBy = row.getString("sealed_by");
        Map<Integer, List<Sealed>> answers = PgTally.answers(connection, sealedBy == null ? id : sealedBy);
        List<Integer> missing = Comparer.missing(close.barrier().get(), answers);
        if (!missing.isEmpty()) {
            return new Comparison.Waiting(missing);
        }
        // From here to the commit no line is written by anybody; afterwards none up to the cut-off.
        Sql.rows(connection, "SELECT closed_until FROM billing.books FOR UPDATE");
        Map<Integer, Tally> collected = PgTally.collected(connection, close.request());
        Comparison comparison = Comparer.compare(close, answers, collected);
        switch (comparison) {
            case Comparison.Waiting _ -> {}
            case Comparison.Differs differs -> PgCloseRows.keep(connection, id, differs.differences());
            case Comparison.Proven proven -> {
                freeze(close, proven.proof());
                listObstacles(close.request(), answers);
            }
        }
        return comparison;
    }

    private void freeze(Close.Sealing close, Proof proof) {
        Close next = close.proven(proof);
        Close.Request request = close.request();
        Sql.change(
                connection,
                PROVEN,
                id,
                next.state(),
                PgCloseRows.text(proof),
                PgCloseRows.text(carried(request)),
                putAside());
        Sql.change(connection, "UPDATE billing.books SET closed_until = $1", Sql.time(request.cutoff()));
        String work = next instanceof Close.Cancelled ? "released" : "pending";
        int customers = Sql.change(
                connection, LIST_WORK, id, Sql.time(request.previousCutoff()), Sql.time(request.cutoff()), work);
        Sql.change(connection, "UPDATE billing.close SET customers = $2 WHERE id = $1", id, (long) customers);
        // A million rows came in one statement: who claims them must not plan for the few of before.
        Sql.change(connection, "ANALYZE billing.close_work (close_id, customer_id)");
    }

    private Carried carried(Close.Request close) {
        if (close.previousCutoff() == null) {
            return new Carried(0, Map.of());
        }
        Map<String, BigDecimal> amounts = new TreeMap<>();
        long lines = 0;
        for (Row row : Sql.rows(connection, CARRIED, id, Sql.time(close.previousCutoff()))) {
            amounts.put(row.getString("currency"), new BigDecimal(row.getString("amount")));
            lines += row.getLong("lines");
        }
        return new Carried(lines, amounts);
    }

    private long putAside() {
        return Sql.rows(connection, "SELECT count(*) AS records FROM billing.quarantine")
                .getFirst()
                .getLong("records");
    }

    private void listObstacles(Close.Request close, Map<Integer, List<Sealed>> answers) {
        Optional<Row> previous = close.previousCutoff() == null
                ? Optional.empty()
                : Sql.rows(connection, PREVIOUS, Sql.time(close.previousCutoff())).stream()
                        .findFirst();
        Map<Integer, Map<String, Long>> before = new HashMap<>();
        previous.map(PgCloseRows::proof)
                .ifPresent(
                        proof -> proof.partitions().forEach(part -> before.put(part.partition(), part.dispositions())));
        List<Obstacle> found = new ArrayList<>();
        answers.forEach((partition, copies) ->
                found.addAll(Obstacles.of(copies.getFirst(), before.getOrDefault(partition, Map.of()))));
        long known = previous.map(row -> row.getLong("put_aside")).orElse(0L);
        long putAside = putAside() - known;
        if (putAside > 0) {
            found.add(Obstacles.putAside(putAside));
        }
        PgObstacles.add(connection, id, previous.map(row -> row.getString("id")).orElse(null), found);
    }
}
