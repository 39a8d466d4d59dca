package io.tallystick.invoice.store;

import io.tallystick.invoice.assembly.LedgerTransaction;
import io.tallystick.invoice.assembly.LedgerTransaction.Entry;
import io.tallystick.schemas.id.Hash128;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** What an invoice had used up goes back when it is voided: credits, what was carried to it, redemptions of discounts. */
final class PgVoid {
    private static final String LOCK = "SELECT id FROM billing.credit WHERE id = ANY($1) ORDER BY id FOR UPDATE";

    /** A credit that has expired meanwhile gets its money back first; it expires again as a fact of its own. */
    private static final String REOPEN = """
            UPDATE billing.credit SET expired_at = NULL, roll_over_most = NULL, roll_over_days = NULL
            WHERE id = ANY($1) AND expired_at IS NOT NULL
            """;

    private static final String FREE = """
            UPDATE billing.discount AS held SET redeemed = held.redeemed - 1
            FROM billing.redemption AS used WHERE used.invoice_id = $1 AND held.code = used.code
            """;

    private static final String FREE_FOR_CUSTOMER = """
            UPDATE billing.customer_discount AS held SET redeemed = held.redeemed - 1
            FROM billing.redemption AS used
            WHERE used.invoice_id = $1 AND held.code = used.code AND held.customer_id = used.customer_id
            """;

    private PgVoid() {}

    static void giveBack(SqlConnection connection, PgAccounts held, Instant now) {
        String invoiceId = Sql.hex(held.id());
        Sql.change(connection, FREE, held.id());
        Sql.change(connection, FREE_FOR_CUSTOMER, held.id());
        UUID finalized =
                Sql.uuid(Hash128.of("ledger", "invoice_finalized", invoiceId).toString());
        List<Entry> entries = PgLedger.entries(connection, finalized);
        if (entries.isEmpty()) {
            return;
        }
        UUID[] credits = entries.stream()
                .map(Entry::creditId)
                .filter(Objects::nonNull)
                .map(Sql::uuid)
                .toArray(UUID[]::new);
        Sql.rows(connection, LOCK, (Object) credits);
        Sql.change(connection, REOPEN, (Object) credits);
        List<Entry> back = entries.stream()
                .map(entry -> new Entry(
                        entry.account(), entry.creditId(), entry.amount().negate()))
                .toList();
        PgLedger.post(
                connection,
                new LedgerTransaction(
                        Hash128.of("ledger", "invoice_voided", invoiceId).toString(),
                        "invoice_voided",
                        held.customerId(),
                        held.currency().code(),
                        now,
                        invoiceId,
                        null,
                        back));
    }
}
