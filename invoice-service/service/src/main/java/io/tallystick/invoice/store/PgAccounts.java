package io.tallystick.invoice.store;

import io.tallystick.invoice.app.Receivables.Account;
import io.tallystick.invoice.app.Receivables.Payment;
import io.tallystick.invoice.assembly.InvoiceAccount;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The account of one invoice, locked for the transaction at hand.
 *
 * @param connection of the transaction
 * @param id of the invoice
 * @param number of the invoice
 * @param customerId who pays
 * @param account its state
 */
record PgAccounts(SqlConnection connection, UUID id, String number, String customerId, InvoiceAccount account) {
    private static final String COLUMNS = """
            SELECT account.invoice_id, invoice.number, account.customer_id, account.currency, account.state, account.due_at,
                account.total::text AS total, account.due::text AS due, account.paid::text AS paid,
                account.credited::text AS credited, account.settled::text AS settled
            FROM billing.invoice_account AS account JOIN billing.invoice ON invoice.id = account.invoice_id
            WHERE account.invoice_id = $1
            """;

    private static final String PAYMENTS = """
            SELECT id, amount::text AS amount, received_on, reference, recorded_at FROM billing.payment
            WHERE invoice_id = $1 ORDER BY id
            """;

    private static final String BECOME = """
            UPDATE billing.invoice_account SET state = $2, paid = $3::text::numeric, credited = $4::text::numeric,
                settled = $5::text::numeric, version = version + 1
            WHERE invoice_id = $1
            """;

    static PgAccounts locked(SqlConnection connection, String invoiceId) {
        List<Row> rows = Sql.isHash(invoiceId)
                ? Sql.rows(connection, COLUMNS + " FOR UPDATE OF account", Sql.uuid(invoiceId))
                : List.of();
        if (rows.isEmpty()) {
            throw ProblemException.of(404, "not_found", "there is no invoice \"" + invoiceId + "\"");
        }
        Row row = rows.getFirst();
        return new PgAccounts(
                connection,
                row.getUUID("invoice_id"),
                row.getString("number"),
                row.getString("customer_id"),
                account(row));
    }

    CurrencyUnit currency() {
        return account.figures().total().currency();
    }

    /** Stores the next state. */
    Account become(InvoiceAccount next, Instant now) {
        InvoiceAccount.Figures figures = next.figures();
        Sql.change(
                connection,
                BECOME,
                id,
                next.state(),
                figures.paid().text(),
                figures.credited().text(),
                figures.settled().text());
        return view(connection, id, now).orElseThrow();
    }

    /** The refusal of a command that the state does not allow. */
    ProblemException illegal(String command) {
        String state = account.state();
        String why = account.figures().credited().signum() == 0 ? "" : " and has credit notes";
        return ProblemException.of(
                409,
                "illegal_transition",
                "invoice " + number + " is " + state.replace('_', ' ') + why + ": " + command + " is not possible",
                new FieldError("/state", state, "a state that allows to " + command, "illegal_transition"));
    }

    static Optional<Account> view(SqlConnection connection, UUID id, Instant now) {
        return Sql.rows(connection, COLUMNS, id).stream().findFirst().map(row -> view(connection, row, now));
    }

    private static Account view(SqlConnection connection, Row row, Instant now) {
        UUID id = row.getUUID("invoice_id");
        InvoiceAccount account = account(row);
        InvoiceAccount.Figures figures = account.figures();
        Instant overdueAt = Sql.instant(row, "due_at");
        boolean waiting = account instanceof InvoiceAccount.Open || account instanceof InvoiceAccount.PartlyPaid;
        return new Account(
                Sql.hex(id),
                row.getString("number"),
                row.getString("customer_id"),
                row.getString("currency"),
                waiting && !now.isBefore(overdueAt) ? "overdue" : account.state(),
                figures.total().value(),
                figures.due().value(),
                figures.paid().value(),
                figures.credited().value(),
                account instanceof InvoiceAccount.Voided
                        ? Money.zero(figures.total().currency()).value()
                        : figures.open().value(),
                overdueAt,
                Sql.rows(connection, PAYMENTS, id).stream()
                        .map(PgAccounts::payment)
                        .toList(),
                PgCreditNotes.of(connection, id));
    }

    private static InvoiceAccount account(Row row) {
        CurrencyUnit currency = CurrencyUnit.of(row.getString("currency"));
        return InvoiceAccount.of(
                row.getString("state"),
                new InvoiceAccount.Figures(
                        money(row, currency, "total"),
                        money(row, currency, "due"),
                        money(row, currency, "paid"),
                        money(row, currency, "credited"),
                        money(row, currency, "settled")));
    }

    private static Money money(Row row, CurrencyUnit currency, String column) {
        return new Money(currency, new BigDecimal(row.getString(column)));
    }

    private static Payment payment(Row row) {
        return new Payment(
                row.getUUID("id").toString(),
                new BigDecimal(row.getString("amount")),
                row.getLocalDate("received_on").toString(),
                row.getString("reference"),
                Sql.instant(row, "recorded_at"));
    }
}
