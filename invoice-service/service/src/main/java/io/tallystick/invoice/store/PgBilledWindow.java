package io.tallystick.invoice.store;

import io.tallystick.invoice.assembly.Close;
import io.tallystick.schemas.rated.RatedLine;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What connects the invoices of a close with the review of the next. */
final class PgBilledWindow {
    /** Months differ by three days; nobody is missed before the next of the same length could have come. */
    private static final Duration MOST_SLACK = Duration.ofDays(4);

    private static final int SLACK_PART = 8;

    /** Where the lines of the invoices begin is where the account stood before. */
    private static final String MOVE = """
            INSERT INTO billing.account AS held (customer_id, billed_until, window_until, window_due)
            SELECT customer_id, $1::timestamptz, CASE WHEN due IS NULL THEN NULL ELSE $1 END, due
            FROM UNNEST($2::text[], $3::timestamptz[]) AS done (customer_id, due)
            ON CONFLICT (customer_id) DO UPDATE SET billed_until = excluded.billed_until,
                window_after = CASE WHEN excluded.window_due IS NULL THEN NULL ELSE held.billed_until END,
                window_until = excluded.window_until, window_due = excluded.window_due
            """;

    private PgBilledWindow() {}

    /** All lines of these customers up to the cut-off are done; remembers which the invoices held, if there were any. */
    static void move(SqlClient client, Close.Finalizing close, Map<String, List<RatedLine>> done) {
        Instant cutoff = close.request().cutoff();
        List<String> customers = done.keySet().stream().sorted().toList();
        Sql.change(
                client,
                MOVE,
                Sql.time(cutoff),
                customers.toArray(String[]::new),
                customers.stream()
                        .map(customer ->
                                Sql.time(due(cutoff, done.get(customer)).orElse(null)))
                        .toArray(OffsetDateTime[]::new));
    }

    /** Customers that got no invoices: what the review said of them is no part of their past. */
    static void leave(SqlClient client, Close.Finalizing close, String[] customers) {
        if (customers.length > 0) {
            Sql.change(
                    client,
                    "UPDATE billing.close_draft SET billed = false WHERE close_id = $1 AND customer_id = ANY($2)",
                    close.request().id(),
                    customers);
        }
    }

    /** One period after the cut-off, less the days by which periods of the same kind differ: 2026-11-01 and a month give 2026-11-27. */
    private static Optional<Instant> due(Instant cutoff, List<RatedLine> lines) {
        return lines.stream()
                .map(line -> Duration.between(line.servicePeriodStart(), line.servicePeriodEnd()))
                .max(Comparator.naturalOrder())
                .map(longest -> {
                    Duration part = longest.dividedBy(SLACK_PART);
                    return cutoff.plus(longest).minus(part.compareTo(MOST_SLACK) < 0 ? part : MOST_SLACK);
                });
    }
}
