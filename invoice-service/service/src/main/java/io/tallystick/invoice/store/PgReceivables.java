package io.tallystick.invoice.store;

import io.tallystick.invoice.app.BillingRules;
import io.tallystick.invoice.app.CommandKey;
import io.tallystick.invoice.app.InvoiceStore;
import io.tallystick.invoice.app.Receivables;
import io.tallystick.invoice.assembly.CreditNote;
import io.tallystick.invoice.assembly.CreditNotes;
import io.tallystick.invoice.assembly.InvoiceAccount;
import io.tallystick.schemas.id.Uuid7;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.schemas.time.Micros;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Accounts of invoices. */
@Singleton
class PgReceivables implements Receivables {
    private static final String INSERT_PAYMENT = """
            INSERT INTO billing.payment (id, invoice_id, customer_id, currency, amount, received_on, reference, recorded_at,
                recorded_by)
            VALUES ($1, $2, $3, $4, $5::text::numeric, $6, $7, $8, $9)
            """;

    private static final String OVERDUE = """
            SELECT invoice_id FROM billing.invoice_account
            WHERE state IN ('finalized', 'partly_paid') AND NOT overdue_told AND due_at <= $1
            ORDER BY due_at LIMIT 100 FOR UPDATE SKIP LOCKED
            """;

    private final Pool pool;
    private final BillingRules rules;
    private final InstantSource clock;
    private final Uuid7 ids;

    PgReceivables(Pool pool, BillingRules rules, InstantSource clock, Uuid7 ids) {
        this.pool = pool;
        this.rules = rules;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public Optional<Account> account(String invoiceId) {
        return Sql.isHash(invoiceId)
                ? Sql.inTransaction(pool, connection -> PgAccounts.view(connection, Sql.uuid(invoiceId), now()))
                : Optional.empty();
    }

    @Override
    public Account pay(String invoiceId, PaymentDraft payment, String by, Optional<CommandKey> once) {
        return PgCommand.once(pool, once, Account.class, connection -> {
            PgAccounts held = PgAccounts.locked(connection, invoiceId);
            if (payment.currency() != null
                    && !payment.currency().equals(held.currency().code())) {
                throw refused("/currency", payment.currency(), "currency_differs", "the invoice's, " + held.currency());
            }
            Money amount = money(held.currency(), payment.amount());
            if (!(held.account() instanceof InvoiceAccount.Payable payable)
                    || payable.figures().open().signum() == 0) {
                throw held.illegal("pay");
            }
            Money open = payable.figures().open();
            if (amount.signum() <= 0 || amount.compareTo(open) > 0) {
                throw refused("/amount", amount.text(), "payment_above_open", "above 0 and at most " + open.text());
            }
            Instant now = now();
            LocalDate day = payment.receivedOn() == null ? rules.dayOf(now) : payment.receivedOn();
            UUID id = ids.next();
            Sql.change(
                    connection,
                    INSERT_PAYMENT,
                    id,
                    held.id(),
                    held.customerId(),
                    held.currency().code(),
                    amount.text(),
                    day,
                    payment.reference(),
                    Sql.time(now),
                    by);
            InvoiceAccount after = payable.pay(amount);
            Account view = held.become(after, now);
            PgCommand.tell(connection, id.toString(), "invoice.payment_recorded", held.customerId(), now, view);
            if (after instanceof InvoiceAccount.Paid) {
                PgCommand.tell(connection, invoiceId, "invoice.paid", held.customerId(), now, view);
            }
            return view;
        });
    }

    @Override
    public Account voidInvoice(String invoiceId, Optional<CommandKey> once) {
        return PgCommand.once(pool, once, Account.class, connection -> {
            PgAccounts held = PgAccounts.locked(connection, invoiceId);
            if (!(held.account() instanceof InvoiceAccount.Open open)
                    || open.figures().credited().signum() != 0) {
                throw held.illegal("void");
            }
            Instant now = now();
            PgVoid.giveBack(connection, held, now);
            Account view = held.become(open.voided(), now);
            PgCommand.tell(connection, invoiceId, "invoice.voided", held.customerId(), now, view);
            return view;
        });
    }

    @Override
    public Account writeOff(String invoiceId, Optional<CommandKey> once) {
        return PgCommand.once(pool, once, Account.class, connection -> {
            PgAccounts held = PgAccounts.locked(connection, invoiceId);
            InvoiceAccount after = switch (held.account()) {
                case InvoiceAccount.Open open -> open.writeOff();
                case InvoiceAccount.PartlyPaid part -> part.writeOff();
                case InvoiceAccount.Paid _, InvoiceAccount.Voided _, InvoiceAccount.Uncollectible _ ->
                    throw held.illegal("write off");
            };
            Instant now = now();
            Account view = held.become(after, now);
            PgCommand.tell(connection, invoiceId, "invoice.uncollectible", held.customerId(), now, view);
            return view;
        });
    }

    @Override
    public CreditNote credit(String invoiceId, CreditNotes.Ask ask, String reason, Optional<CommandKey> once) {
        return PgCommand.once(pool, once, CreditNote.class, connection -> {
            PgAccounts held = PgAccounts.locked(connection, invoiceId);
            if (!(held.account() instanceof InvoiceAccount.Creditable creditable)) {
                throw held.illegal("credit");
            }
            Money left = creditable.figures().creditable();
            if (left.signum() <= 0) {
                throw ProblemException.of(
                        409,
                        "nothing_left",
                        "invoice " + held.number() + " was given back already, nothing is left to credit");
            }
            if (ask instanceof CreditNotes.Ask.Amount(BigDecimal asked)) {
                Money amount = money(held.currency(), asked);
                if (amount.signum() <= 0 || amount.compareTo(left) > 0) {
                    throw refused(
                            "/amount", amount.text(), "credit_above_billed", "above 0 and at most " + left.text());
                }
            }
            return new PgCreditNotes(connection, rules).write(held, creditable, ask, reason, now());
        });
    }

    @Override
    public Optional<InvoiceStore.Document> creditNote(String id) {
        return Sql.isHash(id) ? PgCreditNotes.find(pool, Sql.uuid(id)) : Optional.empty();
    }

    @Override
    public List<ListedNote> creditNotes(
            Optional<String> customerId, Optional<String> invoiceId, Optional<String> before, int limit) {
        return PgCreditNotes.list(pool, customerId, invoiceId, before, limit);
    }

    @Override
    public int tellOverdue() {
        return Sql.inTransaction(pool, connection -> {
            Instant now = now();
            List<Row> rows = Sql.rows(connection, OVERDUE, Sql.time(now));
            for (Row row : rows) {
                tellOverdue(connection, row.getUUID("invoice_id"), now);
            }
            return rows.size();
        });
    }

    private static void tellOverdue(SqlConnection connection, UUID id, Instant now) {
        Sql.change(connection, "UPDATE billing.invoice_account SET overdue_told = true WHERE invoice_id = $1", id);
        Account view = PgAccounts.view(connection, id, now).orElseThrow();
        PgCommand.tell(connection, view.invoiceId(), "invoice.overdue", view.customerId(), now, view);
    }

    private Instant now() {
        return Micros.truncate(clock.instant());
    }

    static Money money(CurrencyUnit currency, BigDecimal amount) {
        try {
            return new Money(currency, amount);
        } catch (IllegalArgumentException tooPrecise) {
            throw refused(
                    "/amount",
                    amount.toPlainString(),
                    "too_precise",
                    "at most " + currency.minorDigits() + " digits after the point in " + currency);
        }
    }

    static ProblemException refused(String pointer, String value, String code, String rule) {
        return ProblemException.of(422, code, pointer + " must be " + rule, new FieldError(pointer, value, rule, code));
    }
}
