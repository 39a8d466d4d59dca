package io.tallystick.invoice.store;

import io.tallystick.invoice.app.CreditDesk.Credit;
import io.tallystick.invoice.app.CreditDesk.CreditDraft;
import io.tallystick.invoice.app.CreditDesk.RollOver;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Rows of {@code billing.credit}. */
final class PgCreditRows {
    private static final String COLUMNS = """
            SELECT id, customer_id, currency, kind, description, priority, amount::text AS amount, balance::text AS balance,
                scope, created_at, expires_at, roll_over_most::text AS roll_over_most, roll_over_days, expired_at
            FROM billing.credit
            """;

    /** Empty at first: what it holds comes by the ledger. */
    private static final String INSERT = """
            INSERT INTO billing.credit (id, customer_id, currency, kind, description, priority, amount, balance, scope,
                created_at, expires_at, roll_over_most, roll_over_days)
            VALUES ($1, $2, $3, $4, $5, $6, $7::text::numeric, 0, $8, $9, $10, $11::text::numeric, $12)
            """;

    private PgCreditRows() {}

    static void insert(SqlClient connection, UUID id, CreditDraft draft, Money amount, Instant createdAt) {
        RollOver rollOver = draft.rollOver();
        Sql.change(
                connection,
                INSERT,
                id,
                draft.customerId(),
                draft.currency(),
                draft.kind(),
                draft.description(),
                draft.priority(),
                amount.text(),
                draft.appliesTo().toArray(String[]::new),
                Sql.time(createdAt),
                Sql.time(draft.expiresAt()),
                rollOver == null ? null : rollOver.most().toPlainString(),
                rollOver == null ? null : rollOver.days());
    }

    static Optional<Credit> find(SqlClient client, UUID id) {
        return Sql.rows(client, COLUMNS + " WHERE id = $1", id).stream()
                .findFirst()
                .map(PgCreditRows::credit);
    }

    static List<Credit> of(SqlClient client, String customerId) {
        return Sql.rows(client, COLUMNS + " WHERE customer_id = $1 ORDER BY created_at, id", customerId).stream()
                .map(PgCreditRows::credit)
                .toList();
    }

    static List<Credit> expiring(SqlClient client, Instant now) {
        return Sql.rows(client, COLUMNS + """
                        WHERE expired_at IS NULL AND expires_at <= $1 AND NOT EXISTS (
                            SELECT FROM billing.rated_line AS line LEFT JOIN billing.account USING (customer_id)
                            WHERE line.customer_id = credit.customer_id AND line.billable_at <= credit.expires_at
                              AND line.billable_at > COALESCE(account.billed_until, '-infinity'))
                        ORDER BY customer_id, id LIMIT 100 FOR UPDATE OF credit SKIP LOCKED
                        """, Sql.time(now)).stream()
                .map(PgCreditRows::credit)
                .toList();
    }

    static Map<String, BigDecimal> sums(List<Row> rows, String column) {
        Map<String, BigDecimal> sums = new HashMap<>();
        for (Row row : rows) {
            String code = row.getString("currency");
            sums.put(code, new Money(CurrencyUnit.of(code), new BigDecimal(row.getString(column))).value());
        }
        return sums;
    }

    private static Credit credit(Row row) {
        String most = row.getString("roll_over_most");
        BigDecimal amount = new BigDecimal(row.getString("amount"));
        CurrencyUnit currency = CurrencyUnit.of(row.getString("currency"));
        return new Credit(
                Sql.hex(row.getUUID("id")),
                new Money(currency, amount).value(),
                new Money(currency, new BigDecimal(row.getString("balance"))).value(),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "expired_at"),
                new CreditDraft(
                        row.getString("customer_id"),
                        currency.code(),
                        row.getString("kind"),
                        amount,
                        row.getString("description"),
                        row.getInteger("priority"),
                        List.of(row.getArrayOfStrings("scope")),
                        Sql.instant(row, "expires_at"),
                        most == null ? null : new RollOver(new BigDecimal(most), row.getInteger("roll_over_days"))));
    }
}
