package io.tallystick.invoice.store;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.HashMap;
import java.util.Map;

/**
 * Redemptions of limited discounts that drafts have taken. Nothing is used up before the invoices are made; until then the drafts
 * themselves say who gets the last one.
 */
final class PgPromises {
    private static final String LIMITED = """
            SELECT code FROM billing.discount WHERE max_redemptions IS NOT NULL AND ended_at IS NULL ORDER BY code
            """;

    private static final String TAKEN = """
            SELECT code, count(*) AS taken FROM billing.close_draft AS draft, UNNEST(draft.codes) AS code
            WHERE draft.close_id = $1 AND draft.codes <> '{}' AND draft.customer_id <> ALL($2) GROUP BY code
            """;

    private PgPromises() {}

    /** What customers other than these have taken; whoever asks next waits until this transaction has ended. */
    static Map<String, Integer> held(SqlClient connection, String closeId, String[] customers) {
        return Sql.rows(connection, LIMITED + " FOR UPDATE").isEmpty()
                ? new HashMap<>()
                : taken(connection, closeId, customers);
    }

    /** What customers other than these have taken. */
    static Map<String, Integer> taken(SqlClient client, String closeId, String[] customers) {
        Map<String, Integer> taken = new HashMap<>();
        for (Row row : Sql.rows(client, TAKEN, closeId, customers)) {
            taken.put(row.getString("code"), row.getInteger("taken"));
        }
        return taken;
    }
}
