package io.tallystick.invoice.store;

import io.tallystick.invoice.app.CreditDesk.Credit;
import io.tallystick.invoice.app.CreditDesk.CreditDraft;
import io.tallystick.invoice.assembly.LedgerTransaction;
import io.tallystick.invoice.assembly.LedgerTransaction.Account;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Takes expired credits off the books, as soon as no line is unbilled that they could still pay. What rolls over becomes a credit
 * of its own, once.
 */
final class PgCreditExpiry {
    private final SqlConnection connection;
    private final Instant now;

    PgCreditExpiry(SqlConnection connection, Instant now) {
        this.connection = connection;
        this.now = now;
    }

    int run() {
        List<Credit> due = PgCreditRows.expiring(connection, now);
        due.forEach(this::expire);
        return due.size();
    }

    private void expire(Credit credit) {
        if (credit.balance().signum() > 0) {
            takeOff(credit);
        }
        Sql.change(
                connection,
                "UPDATE billing.credit SET expired_at = $2 WHERE id = $1",
                Sql.uuid(credit.id()),
                Sql.time(now));
    }

    private void takeOff(Credit credit) {
        CreditDraft terms = credit.draft();
        LedgerTransaction.Builder moved = new LedgerTransaction.Builder()
                .credit(credit.id(), credit.balance().negate());
        BigDecimal lost = credit.balance();
        if (terms.rollOver() != null) {
            BigDecimal kept = credit.balance().min(terms.rollOver().most());
            String next = Hash128.of("credit", "rolled over", credit.id()).toString();
            PgCreditRows.insert(
                    connection,
                    Sql.uuid(next),
                    rolledOver(terms, kept),
                    new Money(CurrencyUnit.of(terms.currency()), kept),
                    terms.expiresAt());
            moved.credit(next, kept);
            lost = lost.subtract(kept);
        }
        moved.add(Account.EXPIRED, lost);
        LedgerTransaction posted =
                moved.of("credit_expired", credit.id() + now, terms.customerId(), terms.currency(), now, null, null);
        PgLedger.post(connection, posted);
        PgCommand.tell(connection, posted.id(), "credit.expired", terms.customerId(), now, posted);
    }

    private static CreditDraft rolledOver(CreditDraft terms, BigDecimal kept) {
        return new CreditDraft(
                terms.customerId(),
                terms.currency(),
                terms.kind(),
                kept,
                terms.description(),
                terms.priority(),
                terms.appliesTo(),
                terms.expiresAt().plus(Duration.ofDays(terms.rollOver().days())),
                null);
    }
}
