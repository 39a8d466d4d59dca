package io.tallystick.invoice.store;

import io.tallystick.invoice.app.BillingRules;
import io.tallystick.invoice.app.Drafting;
import io.tallystick.invoice.app.InvoiceMaker;
import io.tallystick.invoice.assembly.BillSum;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.invoice.review.Anomaly;
import io.tallystick.invoice.review.Obstacle;
import io.tallystick.invoice.review.Obstacles;
import io.tallystick.invoice.review.Variance;
import io.tallystick.invoice.store.PgDrafter.Billed;
import io.tallystick.invoice.store.PgDrafter.Drafted;
import io.tallystick.invoice.store.PgDrafter.Reviewed;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The drafts of some customers, reviewed, in one transaction. Doing it again replaces what was said about them. */
final class PgDraftBatch {
    private static final String INSERT_DRAFTS = """
            INSERT INTO billing.close_draft (close_id, cutoff, customer_id, currency, line_count, event_count, digest, total,
                previous, volume, price, tier, mix, add_on, late, correction, discount, tax, owed, credit, carried_in,
                carried_out, due, codes)
            SELECT $1, $2, customer_id, currency, line_count, event_count, digest, total::numeric, previous::numeric,
                volume::numeric, price::numeric, tier::numeric, mix::numeric, add_on::numeric, late::numeric,
                correction::numeric, discount::numeric, tax::numeric, owed::numeric, credit::numeric, carried_in::numeric,
                carried_out::numeric, due::numeric, codes::text[]
            FROM UNNEST($3::text[], $4::text[], $5::integer[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::text[],
                $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[],
                $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[])
                AS made (customer_id, currency, line_count, event_count, digest, total, previous, volume, price, tier, mix,
                    add_on, late, correction, discount, tax, owed, credit, carried_in, carried_out, due, codes)
            """;

    private static final String INSERT_ANOMALIES = """
            INSERT INTO billing.close_anomaly (close_id, customer_id, currency, position, code, score, sentence)
            SELECT $1, * FROM UNNEST($2::text[], $3::text[], $4::integer[], $5::text[], $6::text[], $7::text[])
            """;

    private final SqlConnection connection;
    private final BillingRules rules;
    private final Close.Review close;
    private final String id;

    PgDraftBatch(SqlConnection connection, BillingRules rules, Close.Review close) {
        this.connection = connection;
        this.rules = rules;
        this.close = close;
        this.id = close.request().id();
    }

    /** How many customers were done. */
    int run(int customers, Drafting drafting, PgClaims.Turn turn) {
        if (!PgCloseRows.isShared(connection, id, close.state())) {
            return 0;
        }
        PgClaims.Claimed claimed = turn.take(connection, customers);
        if (!claimed.isEmpty()) {
            Map<String, Integer> taken = PgPromises.held(connection, id, claimed.customers());
            PgDrafter drafter = new PgDrafter(connection, rules, close.request().cutoff(), drafting, taken);
            List<Drafted> drafted = drafter.draft(claimed.customers());
            store(claimed.customers(), drafted);
            claimed.done(connection, drafted.stream().map(PgDraftBatch::done).toList());
        }
        return claimed.customers().length;
    }

    private void store(String[] claimed, List<Drafted> drafted) {
        Sql.change(
                connection,
                "DELETE FROM billing.close_draft WHERE close_id = $1 AND customer_id = ANY($2)",
                id,
                claimed);
        Sql.change(
                connection,
                "DELETE FROM billing.close_anomaly WHERE close_id = $1 AND customer_id = ANY($2)",
                id,
                claimed);
        storeDrafts(drafted);
        storeAnomalies(drafted);
        List<Obstacle> left = drafted.stream()
                .flatMap(one -> one.exceptional().stream()
                        .map(made -> Obstacles.left(made.code(), one.customerId(), made.detail())))
                .toList();
        PgObstacles.replaceOfCustomers(connection, id, claimed, left);
    }

    private static PgClaims.Done done(Drafted one) {
        return one.exceptional()
                .map(made ->
                        new PgClaims.Done(one.customerId(), "exception", billable(one), made.code(), made.detail()))
                .orElseGet(() -> new PgClaims.Done(one.customerId(), "drafted", billable(one), null, null));
    }

    /** Lines of a customer; null if it gets no invoice for them. */
    private static Integer billable(Drafted one) {
        return one.made() instanceof InvoiceMaker.Made.Skipped
                ? null
                : (Integer) one.lines().size();
    }

    private record Row(String customerId, Reviewed review) {}

    private void storeDrafts(List<Drafted> drafted) {
        List<Row> rows = drafted.stream()
                .flatMap(one -> one.reviews().stream().map(review -> new Row(one.customerId(), review)))
                .toList();
        if (rows.isEmpty()) {
            return;
        }
        Sql.change(
                connection,
                INSERT_DRAFTS,
                id,
                Sql.time(close.request().cutoff()),
                texts(rows, Row::customerId),
                texts(rows, row -> row.review().currency()),
                rows.stream()
                        .map(row -> draft(row).map(one -> one.lines().size()).orElse(0))
                        .toArray(Integer[]::new),
                rows.stream()
                        .map(row -> draft(row).map(Invoice.Draft::eventCount).orElse(0L))
                        .toArray(Long[]::new),
                texts(rows, row -> draft(row).map(Invoice.Draft::digest).orElse("")),
                amounts(rows, Variance::total),
                amounts(rows, Variance::previous),
                amounts(rows, Variance::volume),
                amounts(rows, Variance::price),
                amounts(rows, Variance::tier),
                amounts(rows, Variance::mix),
                amounts(rows, Variance::addOn),
                amounts(rows, Variance::late),
                amounts(rows, Variance::correction),
                figures(rows, BillSum::discount),
                figures(rows, BillSum::tax),
                figures(rows, BillSum::total),
                figures(rows, BillSum::credit),
                figures(rows, BillSum::carriedIn),
                figures(rows, BillSum::carriedOut),
                figures(rows, BillSum::due),
                texts(rows, PgDraftBatch::codes));
    }

    private static Optional<Invoice.Draft> draft(Row row) {
        return row.review().draft().map(Billed::invoice);
    }

    /** Nothing is asked for where nothing is billed. */
    private static String[] figures(List<Row> rows, Function<BillSum, BigDecimal> figure) {
        return texts(
                rows,
                row -> row.review()
                        .draft()
                        .map(draft -> figure.apply(BillSum.of(draft.bill())).toPlainString())
                        .orElse("0"));
    }

    /** Codes of discounts as an array of PostgreSQL; no quote or backslash is in any. */
    private static String codes(Row row) {
        return row.review()
                .draft()
                .map(Billed::codes)
                .filter(codes -> !codes.isEmpty())
                .map(codes -> "{\"" + String.join("\",\"", codes) + "\"}")
                .orElse("{}");
    }

    private static String[] amounts(List<Row> rows, Function<Variance, BigDecimal> part) {
        return texts(rows, row -> part.apply(row.review().variance()).toPlainString());
    }

    private record Odd(String customerId, String currency, int position, Anomaly anomaly) {}

    private void storeAnomalies(List<Drafted> drafted) {
        List<Odd> odd = new ArrayList<>();
        for (Drafted one : drafted) {
            for (Reviewed review : one.reviews()) {
                for (int i = 0; i < review.anomalies().size(); i++) {
                    odd.add(new Odd(
                            one.customerId(),
                            review.currency(),
                            i + 1,
                            review.anomalies().get(i)));
                }
            }
        }
        if (!odd.isEmpty()) {
            Sql.change(
                    connection,
                    INSERT_ANOMALIES,
                    id,
                    texts(odd, Odd::customerId),
                    texts(odd, Odd::currency),
                    odd.stream().map(Odd::position).toArray(Integer[]::new),
                    texts(odd, one -> one.anomaly().code()),
                    texts(odd, one -> one.anomaly().score()),
                    texts(odd, one -> one.anomaly().sentence()));
        }
    }

    private static <T> String[] texts(List<T> rows, Function<T, String> field) {
        return rows.stream().map(field).toArray(String[]::new);
    }
}
