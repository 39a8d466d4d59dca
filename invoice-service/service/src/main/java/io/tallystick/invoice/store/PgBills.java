package io.tallystick.invoice.store;

import io.tallystick.invoice.app.BillingRules;
import io.tallystick.invoice.assembly.Bill;
import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.invoice.assembly.LedgerTransaction;
import io.tallystick.invoice.assembly.LedgerTransaction.Account;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The bills of some drafts: computed on locked terms, then kept with everything that they use up, in the invoices' transaction. */
final class PgBills {
    private static final String REDEEMED = """
            INSERT INTO billing.redemption (invoice_id, code, customer_id, amount)
            SELECT invoice_id, code, customer_id, amount::numeric
            FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[]) AS made (invoice_id, code, customer_id, amount)
            """;

    private static final String COUNT = """
            UPDATE billing.discount AS held SET redeemed = held.redeemed + more.n
            FROM (SELECT code, count(*)::integer AS n FROM UNNEST($1::text[]) AS one (code) GROUP BY code) AS more
            WHERE held.code = more.code
            """;

    private static final String COUNT_FOR_CUSTOMER = """
            INSERT INTO billing.customer_discount AS held (customer_id, code, applied_at, max_redemptions, redeemed)
            SELECT customer_id, code, $1, most, count(*)
            FROM UNNEST($2::text[], $3::text[], $4::integer[]) AS one (customer_id, code, most)
            GROUP BY customer_id, code, most
            ON CONFLICT (customer_id, code) DO UPDATE SET redeemed = held.redeemed + excluded.redeemed
            """;

    private final SqlConnection connection;
    private final BillingRules rules;
    private final Instant finalizedAt;
    private final List<Invoice.Finalized> redeeming = new ArrayList<>();
    private final List<LedgerTransaction> movements = new ArrayList<>();
    private PgTerms terms;

    PgBills(SqlConnection connection, BillingRules rules, Instant finalizedAt) {
        this.connection = connection;
        this.rules = rules;
        this.finalizedAt = finalizedAt;
    }

    /** Loads and locks what the bills of these customers use up; of limited discounts they get what the review promised them. */
    void hold(String[] customers, Instant cutoff, PgTerms.Promises promises) {
        terms = PgTerms.locked(connection, rules, cutoff, List.of(customers), promises);
    }

    /** The next bill. */
    Bill of(Invoice.Draft draft) {
        return terms.bill(draft);
    }

    /** Notes what the bill of an invoice uses up. */
    void note(Invoice.Finalized made) {
        if (!made.bill().discounts().isEmpty()) {
            redeeming.add(made);
        }
        movement(made).ifPresent(movements::add);
    }

    /** Keeps what was noted, once the invoices are stored. */
    void useUp() {
        redeem();
        PgLedger.post(connection, movements);
    }

    private void redeem() {
        if (redeeming.isEmpty()) {
            return;
        }
        List<UUID> invoices = new ArrayList<>();
        List<String> codes = new ArrayList<>();
        List<String> customers = new ArrayList<>();
        List<String> amounts = new ArrayList<>();
        List<Integer> most = new ArrayList<>();
        for (Invoice.Finalized one : redeeming) {
            for (Bill.Discount discount : one.bill().discounts()) {
                invoices.add(Sql.uuid(one.id()));
                codes.add(discount.code());
                customers.add(one.customer().id());
                amounts.add(discount.amount().toPlainString());
                most.add(terms.maxPerCustomer(discount.code()));
            }
        }
        String[] code = codes.toArray(String[]::new);
        String[] customer = customers.toArray(String[]::new);
        Sql.change(connection, REDEEMED, invoices.toArray(UUID[]::new), code, customer, amounts.toArray(String[]::new));
        Sql.change(connection, COUNT, (Object) code);
        Sql.change(connection, COUNT_FOR_CUSTOMER, Sql.time(finalizedAt), customer, code, most.toArray(Integer[]::new));
    }

    /** What the bill took from credits and moved between invoices; nothing, if it did not. */
    private Optional<LedgerTransaction> movement(Invoice.Finalized invoice) {
        LedgerTransaction.Builder moved = new LedgerTransaction.Builder();
        Bill bill = invoice.bill();
        bill.credits()
                .forEach(used -> moved.credit(used.creditId(), used.amount().negate()));
        BigDecimal carried = bill.carriedOut().subtract(bill.carriedIn());
        moved.add(Account.APPLIED, bill.credited())
                .add(Account.CARRIED, carried)
                .add(Account.BILLED, carried.negate());
        return moved.isEmpty()
                ? Optional.empty()
                : Optional.of(moved.of(
                        "invoice_finalized",
                        invoice.id(),
                        invoice.customer().id(),
                        invoice.currency(),
                        finalizedAt,
                        invoice.id(),
                        null));
    }
}
