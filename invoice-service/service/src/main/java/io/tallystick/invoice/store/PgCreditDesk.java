package io.tallystick.invoice.store;

import io.tallystick.invoice.app.BillingRules;
import io.tallystick.invoice.app.CommandKey;
import io.tallystick.invoice.app.CreditDesk;
import io.tallystick.invoice.assembly.Bill;
import io.tallystick.invoice.assembly.LedgerTransaction;
import io.tallystick.invoice.assembly.LedgerTransaction.Account;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.id.Uuid7;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.time.Micros;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** Credits and their ledger. */
@Singleton
class PgCreditDesk implements CreditDesk {
    private static final String HELD = """
            SELECT currency, sum(balance)::text AS balance FROM billing.credit
            WHERE customer_id = $1 AND balance > 0 GROUP BY currency
            """;

    private static final String CARRIED =
            "SELECT currency, amount::text AS amount FROM billing.carried WHERE customer_id = $1 AND amount <> 0";

    private static final String LEDGER = """
            SELECT id, kind, customer_id, currency, occurred_at, invoice_id, credit_note_id FROM billing.ledger_transaction
            WHERE customer_id = $1 AND ($2::timestamptz IS NULL OR (occurred_at, id) < ($2, $3::uuid))
            ORDER BY occurred_at DESC, id DESC LIMIT $4
            """;

    private static final String TOP_UPS = """
            SELECT customer_id, currency, threshold::text AS threshold, amount::text AS amount, requested_at
            FROM billing.top_up
            """;

    private static final String PUT_TOP_UP = """
            INSERT INTO billing.top_up (customer_id, currency, threshold, amount, version)
            VALUES ($1, $2, $3::text::numeric, $4::text::numeric, 0)
            ON CONFLICT (customer_id, currency) DO UPDATE SET threshold = excluded.threshold, amount = excluded.amount,
                requested_at = NULL, version = billing.top_up.version + 1
            """;

    private final Pool pool;
    private final BillingRules rules;
    private final InstantSource clock;
    private final Uuid7 ids;

    PgCreditDesk(Pool pool, BillingRules rules, InstantSource clock, Uuid7 ids) {
        this.pool = pool;
        this.rules = rules;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public Credit grant(CreditDraft draft, Optional<CommandKey> once) {
        return PgCommand.once(pool, once, Credit.class, connection -> {
            PgCustomers.mustExist(connection, draft.customerId());
            Instant now = now();
            Money amount = PgReceivables.money(CurrencyUnit.of(draft.currency()), draft.amount());
            if (draft.expiresAt() != null && !draft.expiresAt().isAfter(now)) {
                throw PgReceivables.refused("/expiresAt", draft.expiresAt().toString(), "credit_expired", "after now");
            }
            UUID id = ids.next();
            PgCreditRows.insert(connection, id, draft, amount, now);
            boolean bought = draft.kind().equals("bought");
            PgLedger.post(
                    connection,
                    new LedgerTransaction.Builder()
                            .credit(Sql.hex(id), amount.value())
                            .add(
                                    bought ? Account.BOUGHT : Account.GRANTED,
                                    amount.negate().value())
                            .of(
                                    "credit_" + draft.kind(),
                                    Sql.hex(id),
                                    draft.customerId(),
                                    draft.currency(),
                                    now,
                                    null,
                                    null));
            if (bought) {
                Sql.change(
                        connection,
                        "UPDATE billing.top_up SET requested_at = NULL WHERE customer_id = $1 AND currency = $2",
                        draft.customerId(),
                        draft.currency());
            }
            Credit made = PgCreditRows.find(connection, id).orElseThrow();
            PgCommand.tell(connection, made.id(), "credit.created", draft.customerId(), now, made);
            return made;
        });
    }

    @Override
    public Optional<Credit> credit(String id) {
        return Sql.isHash(id) ? PgCreditRows.find(pool, Sql.uuid(id)) : Optional.empty();
    }

    @Override
    public List<Credit> of(String customerId) {
        return PgCreditRows.of(pool, customerId);
    }

    @Override
    public List<LedgerTransaction> ledger(String customerId, Optional<Place> after, int limit) {
        List<LedgerTransaction> movements = new ArrayList<>();
        for (Row row : Sql.rows(
                pool,
                LEDGER,
                customerId,
                after.map(place -> Sql.time(place.occurredAt())).orElse(null),
                after.map(place -> Sql.uuid(place.id())).orElse(null),
                limit)) {
            movements.add(new LedgerTransaction(
                    Sql.hex(row.getUUID("id")),
                    row.getString("kind"),
                    row.getString("customer_id"),
                    row.getString("currency"),
                    Sql.instant(row, "occurred_at"),
                    hex(row.getUUID("invoice_id")),
                    hex(row.getUUID("credit_note_id")),
                    PgLedger.entries(pool, row.getUUID("id"))));
        }
        return movements;
    }

    @Override
    public List<Balance> balances(String customerId) {
        return Sql.inTransaction(pool, connection -> balances(connection, customerId));
    }

    private List<Balance> balances(SqlConnection connection, String customerId) {
        Map<String, BigDecimal> held = PgCreditRows.sums(Sql.rows(connection, HELD, customerId), "balance");
        Map<String, BigDecimal> carried = PgCreditRows.sums(Sql.rows(connection, CARRIED, customerId), "amount");
        TreeSet<String> currencies = new TreeSet<>(held.keySet());
        currencies.addAll(carried.keySet());
        Map<String, Bill> next = currencies.isEmpty() ? Map.of() : PgPreview.bills(connection, rules, customerId);
        return currencies.stream()
                .map(code -> {
                    BigDecimal zero = Money.zero(CurrencyUnit.of(code)).value();
                    BigDecimal balance = held.getOrDefault(code, zero);
                    BigDecimal pending =
                            next.containsKey(code) ? next.get(code).credited().add(zero) : zero;
                    return new Balance(
                            code, balance, pending, balance.subtract(pending), carried.getOrDefault(code, zero));
                })
                .toList();
    }

    @Override
    public List<TopUp> topUps(String customerId) {
        return Sql.rows(pool, TOP_UPS + " WHERE customer_id = $1 ORDER BY currency", customerId).stream()
                .map(PgCreditDesk::topUp)
                .toList();
    }

    @Override
    public TopUp put(TopUp topUp) {
        return Sql.inTransaction(pool, connection -> {
            PgCustomers.mustExist(connection, topUp.customerId());
            Sql.change(
                    connection,
                    PUT_TOP_UP,
                    topUp.customerId(),
                    topUp.currency(),
                    topUp.threshold().toPlainString(),
                    topUp.amount().toPlainString());
            return topUp(Sql.rows(
                            connection,
                            TOP_UPS + " WHERE customer_id = $1 AND currency = $2",
                            topUp.customerId(),
                            topUp.currency())
                    .getFirst());
        });
    }

    @Override
    public int expire() {
        return Sql.inTransaction(pool, connection -> new PgCreditExpiry(connection, now()).run());
    }

    @Override
    public int requestTopUps() {
        return Sql.inTransaction(pool, connection -> {
            int asked = 0;
            for (Row row : Sql.rows(
                    connection,
                    TOP_UPS + " WHERE requested_at IS NULL ORDER BY customer_id, currency FOR UPDATE SKIP LOCKED")) {
                TopUp topUp = topUp(row);
                BigDecimal available = balances(connection, topUp.customerId()).stream()
                        .filter(one -> one.currency().equals(topUp.currency()))
                        .map(Balance::available)
                        .findFirst()
                        .orElse(BigDecimal.ZERO);
                if (available.compareTo(topUp.threshold()) < 0) {
                    request(connection, topUp, available);
                    asked++;
                }
            }
            return asked;
        });
    }

    private void request(SqlConnection connection, TopUp topUp, BigDecimal available) {
        Instant now = now();
        Sql.change(
                connection,
                "UPDATE billing.top_up SET requested_at = $3 WHERE customer_id = $1 AND currency = $2",
                topUp.customerId(),
                topUp.currency(),
                Sql.time(now));
        PgCommand.tell(
                connection,
                Hash128.of(topUp.customerId(), topUp.currency(), now.toString()).toString(),
                "credits.top_up_requested",
                topUp.customerId(),
                now,
                Map.of(
                        "customerId",
                        topUp.customerId(),
                        "currency",
                        topUp.currency(),
                        "available",
                        available,
                        "threshold",
                        topUp.threshold(),
                        "amount",
                        topUp.amount()));
    }

    private Instant now() {
        return Micros.truncate(clock.instant());
    }

    private static String hex(UUID id) {
        return id == null ? null : Sql.hex(id);
    }

    private static TopUp topUp(Row row) {
        return new TopUp(
                row.getString("customer_id"),
                row.getString("currency"),
                new BigDecimal(row.getString("threshold")),
                new BigDecimal(row.getString("amount")),
                Sql.instant(row, "requested_at"));
    }
}
