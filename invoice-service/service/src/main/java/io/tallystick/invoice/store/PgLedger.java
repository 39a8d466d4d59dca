package io.tallystick.invoice.store;

import io.tallystick.invoice.assembly.LedgerTransaction;
import io.tallystick.invoice.assembly.LedgerTransaction.Account;
import io.tallystick.invoice.assembly.LedgerTransaction.Entry;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Posts movements: the entries, and with them the balances of credits and of what is carried. */
final class PgLedger {
    private static final String TRANSACTIONS = """
            INSERT INTO billing.ledger_transaction (id, kind, customer_id, currency, occurred_at, invoice_id, credit_note_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """;

    private static final String ENTRIES = """
            INSERT INTO billing.ledger_entry (transaction_id, position, customer_id, currency, account, credit_id, amount)
            SELECT $1, position, $2, $3, account, credit_id, amount::numeric
            FROM UNNEST($4::integer[], $5::text[], $6::uuid[], $7::text[]) AS made (position, account, credit_id, amount)
            """;

    private static final String BALANCES = """
            UPDATE billing.credit AS held SET balance = held.balance + moved.amount
            FROM (SELECT credit_id, sum(amount::numeric) AS amount
                  FROM UNNEST($1::uuid[], $2::text[]) AS entry (credit_id, amount)
                  WHERE credit_id IS NOT NULL GROUP BY credit_id) AS moved
            WHERE held.id = moved.credit_id
            """;

    private static final String CARRIED = """
            INSERT INTO billing.carried AS held (customer_id, currency, amount) VALUES ($1, $2, $3::text::numeric)
            ON CONFLICT (customer_id, currency) DO UPDATE SET amount = held.amount + excluded.amount
            """;

    private PgLedger() {}

    static void post(SqlClient connection, LedgerTransaction posted) {
        Sql.change(
                connection,
                TRANSACTIONS,
                Sql.uuid(posted.id()),
                posted.kind(),
                posted.customerId(),
                posted.currency(),
                Sql.time(posted.occurredAt()),
                nullable(posted.invoiceId()),
                nullable(posted.creditNoteId()));
        Integer[] positions = new Integer[posted.entries().size()];
        String[] accounts = new String[positions.length];
        UUID[] credits = new UUID[positions.length];
        String[] amounts = new String[positions.length];
        BigDecimal carried = BigDecimal.ZERO;
        for (int i = 0; i < positions.length; i++) {
            Entry entry = posted.entries().get(i);
            positions[i] = i + 1;
            accounts[i] = entry.account().name().toLowerCase(Locale.ROOT);
            credits[i] = nullable(entry.creditId());
            amounts[i] = entry.amount().toPlainString();
            carried = entry.account() == Account.CARRIED ? carried.add(entry.amount()) : carried;
        }
        Sql.change(
                connection,
                ENTRIES,
                Sql.uuid(posted.id()),
                posted.customerId(),
                posted.currency(),
                positions,
                accounts,
                credits,
                amounts);
        Sql.change(connection, BALANCES, credits, amounts);
        if (carried.signum() != 0) {
            Sql.change(connection, CARRIED, posted.customerId(), posted.currency(), carried.toPlainString());
        }
    }

    /** The entries of a movement, in their order. */
    static List<Entry> entries(SqlClient connection, UUID transactionId) {
        List<Entry> entries = new ArrayList<>();
        for (Row row : Sql.rows(connection, """
                SELECT account, credit_id, amount::text AS amount FROM billing.ledger_entry
                WHERE transaction_id = $1 ORDER BY position
                """, transactionId)) {
            entries.add(entry(row));
        }
        return entries;
    }

    static Entry entry(Row row) {
        UUID credit = row.getUUID("credit_id");
        return new Entry(
                Account.valueOf(row.getString("account").toUpperCase(Locale.ROOT)),
                credit == null ? null : Sql.hex(credit),
                new BigDecimal(row.getString("amount")));
    }

    private static UUID nullable(String hex) {
        return hex == null ? null : Sql.uuid(hex);
    }
}
