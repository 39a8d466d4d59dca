package io.tallystick.invoice.store;

import io.tallystick.invoice.FakeSeals;
import io.tallystick.invoice.app.CreditDesk.CreditDraft;
import io.tallystick.invoice.app.CreditDesk.RollOver;
import io.tallystick.invoice.app.Receivables.PaymentDraft;
import io.tallystick.invoice.app.TaxDesk.CustomerTax;
import io.tallystick.invoice.app.TaxDesk.Rate;
import io.tallystick.invoice.assembly.DiscountDefinition;
import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.schemas.id.Uuid7;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.schemas.rated.RatedLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Books with everything around a bill, for tests that name what happens. */
final class BillingDesk implements AutoCloseable {
    final Books books = new Books();
    final FakeSeals seals = new FakeSeals(Books.PARTITIONS);
    final Instant[] now = {Instant.parse("2026-12-05T00:00:00Z")};
    final InstantSource clock = () -> now[0];
    private final Uuid7 ids = new Uuid7(clock, new Random(11));
    final PgReceivables receivables = new PgReceivables(books.pool, books.rules, clock, ids);
    final PgCreditDesk credits = new PgCreditDesk(books.pool, books.rules, clock, ids);
    final PgTaxDesk taxes = new PgTaxDesk(books.pool, clock);
    final PgDiscountDesk discounts = new PgDiscountDesk(books.pool, clock);

    void collect(RatedLine... lines) {
        books.collect(lines);
        seals.know(lines);
    }

    void close(Instant cutoff) {
        books.close(cutoff, seals);
    }

    /** The newest invoice of a customer. */
    Invoice.Finalized invoice(String customer) {
        String hex = books.query("SELECT encode(document, 'hex') FROM billing.invoice WHERE customer_id = '" + customer
                + "' ORDER BY sequence DESC LIMIT 1");
        return Json.read(HexFormat.of().parseHex(hex), Invoice.Finalized.class);
    }

    void tax(String customer, String code, String rate) {
        taxes.put(new Rate(code, "VAT", new BigDecimal(rate), false, false, List.of(), 0, null), version -> {});
        taxes.put(new CustomerTax(customer, "taxed", List.of(code), "rate", null, 0, null), version -> {});
    }

    /** Another rate under the same code. */
    void taxRate(String code, String rate) {
        taxes.put(new Rate(code, "VAT", new BigDecimal(rate), false, false, List.of(), 0, null), version -> {});
    }

    String credit(String customer, String kind, String amount, Instant expiresAt, RollOver rollOver) {
        return credits.grant(
                        new CreditDraft(
                                customer,
                                "USD",
                                kind,
                                new BigDecimal(amount),
                                "Credit",
                                10,
                                List.of(),
                                expiresAt,
                                rollOver),
                        Optional.empty())
                .id();
    }

    void discount(String code, String percent, boolean everyone, Integer most, Integer mostPerCustomer) {
        discounts.put(
                new DiscountDefinition(
                        code,
                        "Off",
                        new BigDecimal(percent),
                        null,
                        null,
                        List.of(),
                        "invoice",
                        List.of(),
                        everyone,
                        null,
                        null,
                        most,
                        mostPerCustomer),
                version -> {});
    }

    String pay(String invoiceId, String amount) {
        return attempt(() -> receivables
                .pay(invoiceId, new PaymentDraft(new BigDecimal(amount), null, null, "ref"), "key", Optional.empty())
                .state());
    }

    /** The answer, or the status and code of the refusal. */
    static String attempt(Supplier<String> command) {
        try {
            return command.get();
        } catch (ProblemException refused) {
            return refused.problem().status() + " " + refused.problem().code();
        }
    }

    /** What the books say about themselves: nothing, if all is well. */
    String unbalanced() {
        return books.query("""
                SELECT 'transaction', transaction_id::text, sum(amount)::text FROM billing.ledger_entry
                GROUP BY transaction_id HAVING sum(amount) <> 0
                UNION ALL SELECT 'all', '', sum(amount)::text FROM billing.ledger_entry HAVING sum(amount) <> 0
                UNION ALL SELECT 'credit', id::text, balance::text FROM billing.credit
                WHERE balance <> (SELECT COALESCE(sum(amount), 0) FROM billing.ledger_entry WHERE credit_id = credit.id)
                """);
    }

    @Override
    public void close() {
        books.close();
    }
}
