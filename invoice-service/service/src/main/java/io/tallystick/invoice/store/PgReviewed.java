package io.tallystick.invoice.store;

import io.tallystick.invoice.app.InvoiceMaker.Made.Exceptional;
import io.tallystick.invoice.assembly.Bill;
import io.tallystick.invoice.assembly.Invoice;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was approved of some customers: that is billed, and nothing else. */
final class PgReviewed {
    private static final String DRAFTS = """
            SELECT customer_id, currency, digest, owed::text AS owed, codes FROM billing.close_draft
            WHERE close_id = $1 AND customer_id = ANY($2) AND line_count > 0
            """;

    private final Map<String, Map<String, Draft>> drafts = new HashMap<>();

    private record Draft(String digest, Optional<BigDecimal> owed, Set<String> codes) {}

    private PgReviewed() {}

    static PgReviewed of(SqlClient client, String closeId, String[] customers) {
        PgReviewed reviewed = new PgReviewed();
        for (Row row : Sql.rows(client, DRAFTS, closeId, customers)) {
            reviewed.drafts
                    .computeIfAbsent(row.getString("customer_id"), key -> new HashMap<>())
                    .put(
                            row.getString("currency"),
                            new Draft(
                                    row.getString("digest"),
                                    Optional.ofNullable(row.getString("owed")).map(BigDecimal::new),
                                    Set.of(row.getArrayOfStrings("codes"))));
        }
        return reviewed;
    }

    /** Whether the draft of a customer took a redemption of a limited discount. */
    boolean promises(String customerId, String currency, String code) {
        Draft draft = drafts.getOrDefault(customerId, Map.of()).get(currency);
        return draft != null && draft.codes().contains(code);
    }

    /** What speaks against billing these drafts, if they are not those that were approved. */
    Optional<Exceptional> objection(String customerId, List<Invoice.Draft> made) {
        Map<String, Draft> approved = drafts.getOrDefault(customerId, Map.of());
        boolean same = made.size() == approved.size()
                && made.stream()
                        .allMatch(draft -> approved.containsKey(draft.currency())
                                && approved.get(draft.currency()).digest().equals(draft.digest()));
        return same
                ? Optional.empty()
                : Optional.of(new Exceptional(
                        "draft_changed",
                        "The lines of customer \"" + customerId + "\" are not those that were approved."));
    }

    /** What speaks against asking for this total, if it is not the one that was approved. */
    Optional<Exceptional> objection(Invoice.Draft draft, Bill bill) {
        return drafts.get(draft.customer().id())
                .get(draft.currency())
                .owed()
                .filter(owed -> owed.compareTo(bill.total()) != 0)
                .map(owed -> new Exceptional(
                        "bill_changed",
                        "Customer \"" + draft.customer().id() + "\" would be asked for "
                                + bill.total().toPlainString()
                                + " " + draft.currency() + ", and " + owed.toPlainString()
                                + " was approved: its taxes or discounts were changed after the approval. The next close"
                                + " bills it."));
    }
}
