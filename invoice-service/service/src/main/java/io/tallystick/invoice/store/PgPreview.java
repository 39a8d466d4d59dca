package io.tallystick.invoice.store;

import io.tallystick.invoice.app.BillingRules;
import io.tallystick.invoice.assembly.Assembler;
import io.tallystick.invoice.assembly.Bill;
import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.invoice.assembly.Party;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.RatedLine;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The bills that a customer would get for the lines that no invoice has yet, by the code that makes the real ones. */
final class PgPreview {
    private static final String UNBILLED = """
            SELECT line.content::text AS content FROM billing.rated_line AS line
            LEFT JOIN billing.account USING (customer_id)
            WHERE line.customer_id = $1 AND line.billable_at > COALESCE(account.billed_until, '-infinity')
            """;

    private PgPreview() {}

    /** By currency; nothing is locked, stored or used up. */
    static Map<String, Bill> bills(SqlClient client, BillingRules rules, String customerId) {
        List<RatedLine> lines = Sql.rows(client, UNBILLED, customerId).stream()
                .map(row -> Json.read(row.getString("content").getBytes(StandardCharsets.UTF_8), RatedLine.class))
                .toList();
        Map<String, Bill> bills = new TreeMap<>();
        if (lines.isEmpty()) {
            return bills;
        }
        Instant cutoff = lines.stream()
                .map(RatedLine::billableAt)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Party party = new Party(customerId, customerId, null, null, null, "en", "UTC");
        PgTerms terms = PgTerms.read(client, rules, cutoff, List.of(customerId), Map.of());
        for (Invoice.Draft draft : Assembler.assemble("preview", cutoff, party, lines)) {
            bills.put(draft.currency(), terms.bill(draft));
        }
        return bills;
    }
}
