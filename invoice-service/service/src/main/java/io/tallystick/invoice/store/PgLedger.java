package io.tallystick.invoice.store;

import io.tallystick.invoice.assembly.LedgerTransaction;
import io.tallystick.invoice.assembly.LedgerTransaction.Account;
import io.tallystick.invoice.assembly.LedgerTransaction.Entry;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Posts movements: the entries, and with them the balances of credits and of what is carried. */
final class PgLedger {
    private static final String TRANSACTIONS = """
            INSERT INTO billing.ledger_transaction (id, kind, customer_id, currency, occurred_at, invoice_id, credit_note_id)
            SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::uuid[], $7::uuid[])
            """;

    private static final String ENTRIES = """
            INSERT INTO billing.ledger_entry (transaction_id, position, customer_id, currency, account, credit_id, amount)
            SELECT transaction_id, position, customer_id, currency, account, credit_id, amount::numeric
            FROM UNNEST($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[])
                AS made (transaction_id, position, customer_id, currency, account, credit_id, amount)
            """;

    private static final String BALANCES = """
            UPDATE billing.credit AS held SET balance = held.balance + moved.amount
            FROM (SELECT credit_id, sum(amount::numeric) AS amount
                  FROM UNNEST($1::uuid[], $2::text[]) AS entry (credit_id, amount)
                  WHERE credit_id IS NOT NULL GROUP BY credit_id) AS moved
            WHERE held.id = moved.credit_id
            """;

    private static final String CARRIED = """
            INSERT INTO billing.carried AS held (customer_id, currency, amount)
            SELECT customer_id, currency, sum(amount::numeric)
            FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[]) AS entry (customer_id, currency, account, amount)
            WHERE account = 'carried' GROUP BY customer_id, currency ORDER BY customer_id, currency
            ON CONFLICT (customer_id, currency) DO UPDATE SET amount = held.amount + excluded.amount
            """;

    private PgLedger() {}

    static void post(SqlClient connection, LedgerTransaction posted) {
        post(connection, List.of(posted));
    }

    /** Posts movements of many customers, in four statements. */
    static void post(SqlClient connection, List<LedgerTransaction> posted) {
        if (posted.isEmpty()) {
            return;
        }
        Sql.change(
                connection,
                TRANSACTIONS,
                posted.stream().map(one -> Sql.uuid(one.id())).toArray(UUID[]::new),
                texts(posted, LedgerTransaction::kind),
                texts(posted, LedgerTransaction::customerId),
                texts(posted, LedgerTransaction::currency),
                posted.stream().map(one -> Sql.time(one.occurredAt())).toArray(OffsetDateTime[]::new),
                posted.stream().map(one -> nullable(one.invoiceId())).toArray(UUID[]::new),
                posted.stream().map(one -> nullable(one.creditNoteId())).toArray(UUID[]::new));
        List<Posted> entries = posted.stream().flatMap(PgLedger::entries).toList();
        String[] customers = texts(entries, one -> one.of().customerId());
        String[] currencies = texts(entries, one -> one.of().currency());
        String[] accounts = texts(entries, one -> one.entry().account().name().toLowerCase(Locale.ROOT));
        UUID[] credits =
                entries.stream().map(one -> nullable(one.entry().creditId())).toArray(UUID[]::new);
        String[] amounts = texts(entries, one -> one.entry().amount().toPlainString());
        Sql.change(
                connection,
                ENTRIES,
                entries.stream().map(one -> Sql.uuid(one.of().id())).toArray(UUID[]::new),
                entries.stream().map(Posted::position).toArray(Integer[]::new),
                customers,
                currencies,
                accounts,
                credits,
                amounts);
        Sql.change(connection, BALANCES, credits, amounts);
        Sql.change(connection, CARRIED, customers, currencies, accounts, amounts);
    }

    private record Posted(LedgerTransaction of, int position, Entry entry) {}

    private static Stream<Posted> entries(LedgerTransaction posted) {
        return IntStream.range(0, posted.entries().size())
                .mapToObj(i -> new Posted(posted, i + 1, posted.entries().get(i)));
    }

    private static <T> String[] texts(List<T> rows, Function<T, String> field) {
        return rows.stream().map(field).toArray(String[]::new);
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
