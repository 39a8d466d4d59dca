package io.tallystick.invoice.store;

import io.tallystick.invoice.app.BillingRules;
import io.tallystick.invoice.app.CloseReviews.Odd;
import io.tallystick.invoice.app.CloseReviews.Plan;
import io.tallystick.invoice.app.CloseView;
import io.tallystick.invoice.app.Drafting;
import io.tallystick.invoice.assembly.BillSum;
import io.tallystick.invoice.review.Obstacle;
import io.tallystick.invoice.review.Obstacles;
import io.tallystick.invoice.review.Variance;
import io.tallystick.invoice.store.PgDrafter.Drafted;
import io.tallystick.invoice.store.PgDrafter.Reviewed;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A dry run: every customer that a close would be concerned with, drafted and reviewed, summed up and forgotten. */
final class PgPlan {
    private static final int SHOWN = 100;
    private static final String NO_CLOSE = "";

    private final SqlConnection connection;
    private final Instant cutoff;
    private final PgDrafter drafter;
    private final Map<String, BillSum> bills = new TreeMap<>();
    private final Map<String, Variance> variance = new TreeMap<>();
    private final List<Obstacle> exceptions = new ArrayList<>();
    private final List<Odd> anomalies = new ArrayList<>();
    private long exceptionCount;
    private long invoices;
    private long lines;
    private long odd;
    private long skipped;

    PgPlan(SqlConnection connection, BillingRules rules, Instant cutoff, Drafting drafting) {
        this.connection = connection;
        this.cutoff = cutoff;
        this.drafter = new PgDrafter(connection, rules, cutoff, drafting, new HashMap<>());
    }

    Plan run(Instant asOf, Optional<Instant> closedUntil, int customers) {
        Sql.change(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        String[] concerned = Sql.rows(
                        connection,
                        "SELECT customer_id FROM (" + PgSealing.CONCERNED + ") AS concerned ORDER BY customer_id",
                        NO_CLOSE,
                        Sql.time(closedUntil.orElse(null)),
                        Sql.time(cutoff))
                .stream()
                .map(row -> row.getString("customer_id"))
                .toArray(String[]::new);
        for (int from = 0; from < concerned.length; from += customers) {
            drafter.draft(Arrays.copyOfRange(concerned, from, Math.min(from + customers, concerned.length)))
                    .forEach(this::add);
        }
        Map<String, BigDecimal> totals = new TreeMap<>();
        variance.forEach((currency, sum) -> totals.put(currency, sum.total()));
        return new Plan(
                cutoff,
                closedUntil.orElse(null),
                asOf,
                new CloseView.Review(invoices, lines, totals, bills, variance, odd, skipped),
                exceptionCount,
                exceptions,
                anomalies);
    }

    private void add(Drafted customer) {
        customer.exceptional().ifPresent(left -> {
            exceptionCount++;
            if (exceptions.size() < SHOWN) {
                exceptions.add(Obstacles.left(left.code(), customer.customerId(), left.detail()));
            }
        });
        boolean billed = false;
        for (Reviewed review : customer.reviews()) {
            variance.merge(review.currency(), review.variance(), Variance::plus);
            if (review.draft().isPresent()) {
                billed = true;
                invoices++;
                lines += review.draft().get().invoice().lines().size();
                bills.merge(review.currency(), BillSum.of(review.draft().get().bill()), BillSum::plus);
            }
            addOdd(customer.customerId(), review);
        }
        if (!billed && customer.exceptional().isEmpty()) {
            skipped++;
        }
    }

    private void addOdd(String customerId, Reviewed review) {
        if (!review.anomalies().isEmpty()) {
            odd++;
        }
        for (int i = 0; i < review.anomalies().size() && anomalies.size() < SHOWN; i++) {
            anomalies.add(new Odd(
                    customerId,
                    review.currency(),
                    i + 1,
                    review.anomalies().get(i).code(),
                    review.anomalies().get(i).score(),
                    review.anomalies().get(i).sentence()));
        }
    }
}
