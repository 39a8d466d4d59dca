package io.tallystick.invoice.store;

import io.tallystick.invoice.assembly.Party;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.rated.RatedLine;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What the invoices of some customers are made of, and what they are compared with; each is one statement for all of them. */
final class PgBillables {
    private static final int TRAIL = 12;

    private static final String CUSTOMERS = """
            SELECT id, name, email, address, tax_id, language, zone FROM billing.customer WHERE id = ANY($1)
            """;

    private static final String LINES = """
            SELECT line.customer_id, line.content::text AS content, line.digest_high, line.digest_low
            FROM UNNEST($1::text[]) AS claimed (customer_id)
            LEFT JOIN billing.account USING (customer_id)
            JOIN billing.rated_line AS line ON line.customer_id = claimed.customer_id
                AND line.billable_at > COALESCE(account.billed_until, '-infinity') AND line.billable_at <= $2
            """;

    private static final String BEFORE = """
            SELECT line.customer_id, line.content::text AS content
            FROM UNNEST($1::text[]) AS claimed (customer_id)
            JOIN billing.account AS billed USING (customer_id)
            JOIN billing.rated_line AS line ON line.customer_id = claimed.customer_id
                AND line.billable_at > COALESCE(billed.window_after, '-infinity') AND line.billable_at <= billed.window_until
            """;

    private static final String TRAILS = """
            SELECT claimed.customer_id, earlier.currency, earlier.total::text AS total
            FROM UNNEST($1::text[]) AS claimed (customer_id)
            JOIN LATERAL (
                SELECT draft.currency, draft.total FROM billing.close_draft AS draft
                JOIN billing.close ON close.id = draft.close_id AND close.state = 'completed'
                WHERE draft.customer_id = claimed.customer_id AND draft.billed ORDER BY draft.cutoff DESC LIMIT %d
            ) AS earlier ON true
            """.formatted(TRAIL);

    private PgBillables() {}

    static Map<String, Party> parties(SqlClient client, String[] customers) {
        Map<String, Party> parties = new HashMap<>();
        for (Row row : Sql.rows(client, CUSTOMERS, (Object) customers)) {
            parties.put(
                    row.getString("id"),
                    new Party(
                            row.getString("id"),
                            row.getString("name"),
                            row.getString("email"),
                            row.getString("address"),
                            row.getString("tax_id"),
                            row.getString("language"),
                            row.getString("zone")));
        }
        return parties;
    }

    /**
     * Lines by customer.
     *
     * @param digestOf the digest of each of them
     */
    record Waiting(Map<String, List<RatedLine>> lines, Function<RatedLine, Hash128> digestOf) {
        List<RatedLine> of(String customer) {
            return lines.getOrDefault(customer, List.of());
        }
    }

    /** Lines up to the cut-off that are on no invoice yet, with digests of what they say. */
    static Waiting lines(SqlClient client, String[] customers, Instant cutoff) {
        KeptLines kept = new KeptLines();
        return lines(client, customers, cutoff, kept, kept::read);
    }

    /** The same with the digests that came with them; what says something else by now is found when it is billed. */
    static Waiting linesAsTold(SqlClient client, String[] customers, Instant cutoff) {
        KeptLines kept = new KeptLines();
        return lines(client, customers, cutoff, kept, kept::readAsTold);
    }

    private static Waiting lines(
            SqlClient client,
            String[] customers,
            Instant cutoff,
            KeptLines kept,
            BiFunction<String, Hash128, RatedLine> reader) {
        Map<String, List<RatedLine>> lines = new HashMap<>();
        for (Row row : Sql.rows(client, LINES, customers, Sql.time(cutoff))) {
            Hash128 told = new Hash128(row.getLong("digest_high"), row.getLong("digest_low"));
            lines.computeIfAbsent(row.getString("customer_id"), key -> new ArrayList<>())
                    .add(reader.apply(row.getString("content"), told));
        }
        return new Waiting(lines, kept::digestOf);
    }

    /** Lines of the last invoices, by customer. */
    static Map<String, List<RatedLine>> before(SqlClient client, String[] customers) {
        KeptLines kept = new KeptLines();
        Map<String, List<RatedLine>> lines = new HashMap<>();
        for (Row row : Sql.rows(client, BEFORE, (Object) customers)) {
            lines.computeIfAbsent(row.getString("customer_id"), key -> new ArrayList<>())
                    .add(kept.read(row.getString("content")));
        }
        return lines;
    }

    /** Sums of the lines of the last twelve invoices, by customer and currency. */
    static Map<String, Map<String, List<BigDecimal>>> trails(SqlClient client, String[] customers) {
        Map<String, Map<String, List<BigDecimal>>> trails = new HashMap<>();
        for (Row row : Sql.rows(client, TRAILS, (Object) customers)) {
            trails.computeIfAbsent(row.getString("customer_id"), key -> new HashMap<>())
                    .computeIfAbsent(row.getString("currency"), key -> new ArrayList<>())
                    .add(new BigDecimal(row.getString("total")));
        }
        return trails;
    }
}
