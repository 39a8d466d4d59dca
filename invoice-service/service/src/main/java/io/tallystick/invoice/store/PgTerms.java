package io.tallystick.invoice.store;

import io.tallystick.invoice.app.BillingRules;
import io.tallystick.invoice.app.InvoiceMaker;
import io.tallystick.invoice.assembly.Bill;
import io.tallystick.invoice.assembly.BillTerms;
import io.tallystick.invoice.assembly.BillTerms.TaxTerms;
import io.tallystick.invoice.assembly.Biller;
import io.tallystick.invoice.assembly.DiscountDefinition;
import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.schemas.bill.BillDiscount;
import io.tallystick.schemas.bill.Credit;
import io.tallystick.schemas.bill.Scope;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.money.Money;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What applies to the bills of some customers. For a real run every row that a bill uses up is locked, in one order for all, so
 * that of two who want the last redemption or the same credit one waits and then sees what is left.
 */
final class PgTerms {
    private static final String DISCOUNTS = """
            SELECT code, definition::text AS definition, max_redemptions - redeemed AS left_over FROM billing.discount
            WHERE ended_at IS NULL AND (everyone OR code IN (
                SELECT code FROM billing.customer_discount WHERE customer_id = ANY($1) AND removed_at IS NULL))
            ORDER BY code
            """;

    private static final String LIMITED = """
            SELECT code, max_redemptions - redeemed AS left_over FROM billing.discount
            WHERE code = ANY($1) AND max_redemptions IS NOT NULL ORDER BY code FOR UPDATE
            """;

    private static final String GIVEN = """
            SELECT customer_id, code, max_redemptions, redeemed, removed_at IS NULL AS holds
            FROM billing.customer_discount WHERE customer_id = ANY($1) ORDER BY customer_id, code
            """;

    private static final String CREDITS = """
            SELECT id, customer_id, currency, kind, description, priority, balance::text AS balance, scope, created_at,
                expires_at
            FROM billing.credit WHERE customer_id = ANY($1) AND balance > 0 ORDER BY customer_id, id
            """;

    private static final String CARRIED = """
            SELECT customer_id, currency, amount::text AS amount FROM billing.carried
            WHERE customer_id = ANY($1) AND amount <> 0 ORDER BY customer_id, currency
            """;

    private final BillingRules rules;
    private final Instant cutoff;
    private final Map<String, TaxTerms> taxes;
    private final Map<String, DiscountDefinition> discounts = new HashMap<>();
    private final Map<String, Integer> redemptionsLeft = new HashMap<>();
    private final Map<String, Map<String, Given>> given = new HashMap<>();
    private final Map<String, List<Credit>> credits = new HashMap<>();
    private final Map<String, String> creditNames = new HashMap<>();
    private final Map<String, Map<String, BigDecimal>> carried = new HashMap<>();

    private final Promises promises;

    private record Given(boolean holds, int left) {}

    /** Who may take a redemption of a discount that is limited over all customers. */
    @FunctionalInterface
    interface Promises {
        boolean holds(String customerId, String currency, String code);
    }

    private PgTerms(BillingRules rules, Instant cutoff, Collection<String> customers, Promises promises) {
        this.rules = rules;
        this.cutoff = cutoff;
        this.taxes = rules.taxes().taxesOf(customers, cutoff);
        this.promises = promises;
    }

    /**
     * For a real run: the rows stay locked until the end of the transaction.
     *
     * @param promises what the review has promised to whom
     */
    static PgTerms locked(
            SqlClient connection, BillingRules rules, Instant cutoff, Collection<String> customers, Promises promises) {
        return new PgTerms(rules, cutoff, customers, promises).load(connection, customers, " FOR UPDATE");
    }

    /**
     * For a preview: nothing is locked, and nothing may be used up by it.
     *
     * @param taken redemptions of limited discounts that other drafts have taken, by code
     */
    static PgTerms read(
            SqlClient client,
            BillingRules rules,
            Instant cutoff,
            Collection<String> customers,
            Map<String, Integer> taken) {
        PgTerms terms =
                new PgTerms(rules, cutoff, customers, (customer, currency, code) -> true).load(client, customers, "");
        terms.redemptionsLeft.replaceAll((code, left) -> isLimited(left) ? left - taken.getOrDefault(code, 0) : left);
        return terms;
    }

    private PgTerms load(SqlClient connection, Collection<String> customers, String lock) {
        String[] ids = customers.toArray(String[]::new);
        loadDiscounts(connection, ids, lock);
        for (Row row : Sql.rows(connection, CREDITS + lock, (Object) ids)) {
            Credit credit = credit(row);
            credits.computeIfAbsent(row.getString("customer_id"), id -> new ArrayList<>())
                    .add(credit);
            creditNames.put(credit.id(), row.getString("description"));
        }
        for (Row row : Sql.rows(connection, CARRIED + lock, (Object) ids)) {
            carried.computeIfAbsent(row.getString("customer_id"), id -> new HashMap<>())
                    .put(row.getString("currency"), new BigDecimal(row.getString("amount")));
        }
        return this;
    }

    private void loadDiscounts(SqlClient connection, String[] ids, String lock) {
        for (Row row : Sql.rows(connection, DISCOUNTS, (Object) ids)) {
            DiscountDefinition definition = definition(row);
            if (definition.countsAt(cutoff)) {
                discounts.put(definition.code(), definition);
                redemptionsLeft.put(definition.code(), left(row));
            }
        }
        if (discounts.isEmpty()) {
            return;
        }
        if (!lock.isEmpty()) {
            Sql.rows(connection, LIMITED, (Object) discounts.keySet().toArray(String[]::new))
                    .forEach(row -> redemptionsLeft.put(row.getString("code"), left(row)));
        }
        for (Row row : Sql.rows(connection, GIVEN + lock, (Object) ids)) {
            Integer most = row.getInteger("max_redemptions");
            int left = most == null ? Integer.MAX_VALUE : most - row.getInteger("redeemed");
            given.computeIfAbsent(row.getString("customer_id"), id -> new HashMap<>())
                    .put(row.getString("code"), new Given(row.getBoolean("holds"), left));
        }
    }

    private static int left(Row row) {
        Integer left = row.getInteger("left_over");
        return left == null ? Integer.MAX_VALUE : left;
    }

    static DiscountDefinition definition(Row row) {
        return Json.read(row.getString("definition").getBytes(StandardCharsets.UTF_8), DiscountDefinition.class);
    }

    static Credit credit(Row row) {
        return new Credit(
                Sql.hex(row.getUUID("id")),
                new Money(
                        CurrencyUnit.of(row.getString("currency")),
                        Decimals.canonical(new BigDecimal(row.getString("balance")))),
                row.getInteger("priority"),
                Optional.ofNullable(Sql.instant(row, "expires_at")),
                Credit.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                Sql.instant(row, "created_at"),
                Scope.of(row.getArrayOfStrings("scope")));
    }

    /** The next bill of this run; what it uses up is not there for the bills after it. */
    Bill bill(Invoice.Draft draft) {
        CurrencyUnit currency = CurrencyUnit.of(draft.currency());
        String customerId = draft.customer().id();
        Bill bill = Biller.bill(currency, draft.lines(), of(customerId, currency), cutoff);
        use(customerId, bill);
        return bill;
    }

    /** One customer whose bill cannot be made keeps nobody else from being billed. */
    static InvoiceMaker.Made.Exceptional impossible(Invoice.Draft draft, RuntimeException broken) {
        return new InvoiceMaker.Made.Exceptional(
                "bill_impossible",
                "No bill can be made for customer \"" + draft.customer().id() + "\" in " + draft.currency() + ": "
                        + broken.getMessage() + " Look at its taxes, discounts and credits.");
    }

    /** Codes of the discounts in a bill whose redemptions are limited over all customers. */
    List<String> limited(Bill bill) {
        return bill.discounts().stream()
                .map(Bill.Discount::code)
                .filter(code -> isLimited(redemptionsLeft.get(code)))
                .toList();
    }

    private static boolean isLimited(int left) {
        return left != Integer.MAX_VALUE;
    }

    private BillTerms of(String customerId, CurrencyUnit currency) {
        BigDecimal left = carried.getOrDefault(customerId, Map.of()).getOrDefault(currency.code(), BigDecimal.ZERO);
        return new BillTerms(
                discountsOf(customerId, currency.code()),
                taxes.getOrDefault(customerId, TaxTerms.NONE),
                credits.getOrDefault(customerId, List.of()),
                creditNames,
                new Money(currency, Decimals.canonical(left)),
                rules.minimum(currency));
    }

    private List<BillDiscount> discountsOf(String customerId, String currency) {
        Map<String, Given> own = given.getOrDefault(customerId, Map.of());
        return discounts.values().stream()
                .filter(one -> redemptionsLeft.get(one.code()) > 0)
                .filter(one -> one.maxRedemptions() == null || promises.holds(customerId, currency, one.code()))
                .filter(one -> {
                    Given held = own.get(one.code());
                    return held == null ? one.everyone() : (held.holds() || one.everyone()) && held.left() > 0;
                })
                .map(DiscountDefinition::discount)
                .sorted(java.util.Comparator.comparing(BillDiscount::code))
                .toList();
    }

    private void use(String customerId, Bill bill) {
        for (Bill.Discount used : bill.discounts()) {
            redemptionsLeft.computeIfPresent(used.code(), (code, left) -> isLimited(left) ? left - 1 : left);
            Map<String, Given> own = given.computeIfAbsent(customerId, id -> new HashMap<>());
            Integer most = discounts.get(used.code()).maxPerCustomer();
            Given held = own.getOrDefault(used.code(), new Given(false, most == null ? Integer.MAX_VALUE : most));
            own.put(used.code(), new Given(held.holds(), isLimited(held.left()) ? held.left() - 1 : held.left()));
        }
    }

    /** How many invoices of one customer a discount may take part in; null for any number. */
    Integer maxPerCustomer(String code) {
        return discounts.get(code).maxPerCustomer();
    }
}
