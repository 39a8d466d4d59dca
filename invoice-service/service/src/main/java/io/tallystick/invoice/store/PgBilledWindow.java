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

/** What connects the invoices of a close with the review of the next. */
final class PgBilledWindow {
    /** Months differ by three days; nobody is missed before the next of the same length could have come. */
    private static final Duration MOST_SLACK = Duration.ofDays(4);

    private static final int SLACK_PART = 8;

    private static final String MOVE = """
            INSERT INTO billing.billed_window (customer_id, close_id, after, until, due)
            SELECT done.customer_id, $1, account.billed_until, $2, done.due
            FROM UNNEST($3::text[], $4::timestamptz[]) AS done (customer_id, due)
            LEFT JOIN billing.account USING (customer_id)
            ON CONFLICT (customer_id) DO UPDATE SET close_id = excluded.close_id, after = excluded.after,
                until = excluded.until, due = excluded.due
            """;

    private PgBilledWindow() {}

    /** Remembers which lines the invoices held. Before the account is moved, because it says where they begin. */
    static void move(SqlClient client, Close.Finalizing close, Map<String, List<RatedLine>> done) {
        String id = close.request().id();
        Instant cutoff = close.request().cutoff();
        List<String> billed = done.keySet().stream()
                .filter(customer -> !done.get(customer).isEmpty())
                .sorted()
                .toList();
        Sql.change(
                client,
                MOVE,
                id,
                Sql.time(cutoff),
                billed.toArray(String[]::new),
                billed.stream()
                        .map(customer -> Sql.time(due(cutoff, done.get(customer))))
                        .toArray(OffsetDateTime[]::new));
        String[] gone = done.keySet().stream()
                .filter(customer -> done.get(customer).isEmpty())
                .sorted()
                .toArray(String[]::new);
        if (gone.length > 0) {
            Sql.change(client, "DELETE FROM billing.billed_window WHERE customer_id = ANY($1)", (Object) gone);
        }
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
    private static Instant due(Instant cutoff, List<RatedLine> lines) {
        Duration longest = lines.stream()
                .map(line -> Duration.between(line.servicePeriodStart(), line.servicePeriodEnd()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        Duration part = longest.dividedBy(SLACK_PART);
        return cutoff.plus(longest).minus(part.compareTo(MOST_SLACK) < 0 ? part : MOST_SLACK);
    }
}
