package io.tallystick.invoice.store;

import io.tallystick.invoice.app.CloseView;
import io.tallystick.invoice.assembly.BillSum;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.review.Variance;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What all drafts of a close come to. */
final class PgReviewSummary {
    /** Of some customers, or of all: the planner knows which. */
    private static final String SUMS = """
            SELECT currency, count(*) FILTER (WHERE line_count > 0) AS invoices, sum(line_count) AS lines,
                sum(total)::text AS total, sum(previous)::text AS previous, sum(volume)::text AS volume,
                sum(price)::text AS price, sum(tier)::text AS tier, sum(mix)::text AS mix, sum(add_on)::text AS add_on,
                sum(late)::text AS late, sum(correction)::text AS correction, sum(discount)::text AS discount,
                sum(tax)::text AS tax, sum(owed)::text AS owed, sum(credit)::text AS credit,
                sum(carried_in)::text AS carried_in, sum(carried_out)::text AS carried_out, sum(due)::text AS due
            FROM billing.close_draft WHERE close_id = $1 AND ($2::text[] IS NULL OR customer_id = ANY($2))
            GROUP BY currency
            """;

    private static final String COUNTS = """
            SELECT (SELECT count(DISTINCT (customer_id, currency)) FROM billing.close_anomaly
                    WHERE close_id = $1 AND ($2::text[] IS NULL OR customer_id = ANY($2))) AS anomalies,
                count(*) FILTER (WHERE state = 'drafted' AND lines IS NULL) AS skipped,
                COALESCE(bool_or(state = 'pending'), false) AS is_left
            FROM billing.close_work WHERE close_id = $1 AND ($2::text[] IS NULL OR customer_id = ANY($2))
            """;

    private PgReviewSummary() {}

    /** Whether every draft stands. Who comes second to sum them up finds it done. */
    static boolean store(SqlConnection connection, Close.Review close) {
        String id = close.request().id();
        Optional<Row> held = PgCloseRows.lock(connection, id)
                .filter(row -> row.getString("state").equals(close.state()) && row.getString("review") == null);
        if (held.isEmpty()) {
            return true;
        }
        CloseView.Review rest = PgCloseRows.reviewRest(held.get());
        String[] customers = rest == null ? null : again(connection, id);
        Row counts = counts(connection, id, customers);
        if (counts.getBoolean("is_left")) {
            return false;
        }
        CloseView.Review sum = sum(connection, id, customers, counts);
        Sql.change(
                connection,
                "UPDATE billing.close SET review = $2::text::json WHERE id = $1",
                id,
                PgCloseRows.text(rest == null ? sum : together(connection, id, rest, sum)));
        forgetRest(connection, id);
        return true;
    }

    /** What the drafts of some customers come to. */
    static CloseView.Review of(SqlConnection connection, String id, String[] customers) {
        return sum(connection, id, customers, counts(connection, id, customers));
    }

    /** From now on all drafts are summed up. */
    static void forgetRest(SqlConnection connection, String id) {
        Sql.change(
                connection,
                "UPDATE billing.close SET review_rest = NULL WHERE id = $1 AND review_rest IS NOT NULL",
                id);
        Sql.change(connection, "DELETE FROM billing.close_again WHERE close_id = $1", id);
    }

    private static String[] again(SqlConnection connection, String id) {
        return Sql.rows(connection, "SELECT customer_id FROM billing.close_again WHERE close_id = $1", id).stream()
                .map(row -> row.getString("customer_id"))
                .toArray(String[]::new);
    }

    /** A currency in which no draft is left would not be there if all of them were summed up. */
    private static CloseView.Review together(
            SqlConnection connection, String id, CloseView.Review rest, CloseView.Review sum) {
        CloseView.Review all = rest.plus(sum);
        Set<String> gone = new TreeSet<>();
        all.variance().forEach((currency, why) -> {
            boolean nothing = why.total().signum() == 0 && why.previous().signum() == 0;
            if (nothing && !isThere(connection, id, currency)) {
                gone.add(currency);
            }
        });
        return all.without(gone);
    }

    private static boolean isThere(SqlConnection connection, String id, String currency) {
        return Sql.rows(
                        connection,
                        "SELECT EXISTS (SELECT FROM billing.close_draft WHERE close_id = $1 AND currency = $2) AS is_there",
                        id,
                        currency)
                .getFirst()
                .getBoolean("is_there");
    }

    /** Of some customers, or of all if {@code customers} is null. */
    private static Row counts(SqlConnection connection, String id, String[] customers) {
        return Sql.rows(connection, COUNTS, id, customers).getFirst();
    }

    private static CloseView.Review sum(SqlConnection connection, String id, String[] customers, Row counts) {
        Map<String, BigDecimal> totals = new TreeMap<>();
        Map<String, BillSum> bills = new TreeMap<>();
        Map<String, Variance> variance = new TreeMap<>();
        long invoices = 0;
        long lines = 0;
        for (Row row : Sql.rows(connection, SUMS, id, customers)) {
            Variance sum = variance(row);
            totals.put(row.getString("currency"), sum.total());
            bills.put(row.getString("currency"), bill(row));
            variance.put(row.getString("currency"), sum);
            invoices += row.getLong("invoices");
            lines += row.getLong("lines");
        }
        return new CloseView.Review(
                invoices, lines, totals, bills, variance, counts.getLong("anomalies"), counts.getLong("skipped"));
    }

    /** The columns of the bill of a draft, or of their sums; null if the draft was made before bills were reviewed. */
    static BillSum bill(Row row) {
        return row.getString("owed") == null
                ? null
                : new BillSum(
                        new BigDecimal(row.getString("total")),
                        new BigDecimal(row.getString("discount")),
                        new BigDecimal(row.getString("tax")),
                        new BigDecimal(row.getString("owed")),
                        new BigDecimal(row.getString("credit")),
                        new BigDecimal(row.getString("carried_in")),
                        new BigDecimal(row.getString("carried_out")),
                        new BigDecimal(row.getString("due")));
    }

    /** The columns of a draft, or of their sums. */
    static Variance variance(Row row) {
        return new Variance(
                new BigDecimal(row.getString("previous")),
                new BigDecimal(row.getString("total")),
                new BigDecimal(row.getString("volume")),
                new BigDecimal(row.getString("price")),
                new BigDecimal(row.getString("tier")),
                new BigDecimal(row.getString("mix")),
                new BigDecimal(row.getString("add_on")),
                new BigDecimal(row.getString("late")),
                new BigDecimal(row.getString("correction")));
    }
}
