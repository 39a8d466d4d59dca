package io.tallystick.invoice.store;

import static io.tallystick.invoice.Lines.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallystick.invoice.Lines;
import io.tallystick.invoice.app.CreditDesk.RollOver;
import io.tallystick.invoice.assembly.CreditNotes;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Any seeded sequence of operations leaves a ledger that sums to zero. Seeds: {@code -Dtally.ledger.seeds}, 2 by default. */
@Tag("integration")
class LedgerPropertyTest {
    private static final int SEEDS = Integer.getInteger("tally.ledger.seeds", 2);
    private static final int STEPS = 60;

    private final BillingDesk desk = new BillingDesk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void the_ledger_sums_to_zero_after_any_sequence_of_operations() {
        Instant month = OCTOBER;
        for (int seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            String customer = "s" + seed;
            desk.books.customers(customer);
            desk.tax(customer, "vat", "0.19");
            desk.discount("off" + seed, Integer.toString(1 + random.nextInt(99)), false, 3, null);
            desk.discounts.give(customer, "off" + seed);
            for (int step = 0; step < STEPS; step++) {
                desk.now[0] = month.plus(Duration.ofHours(step));
                month = step(random, customer, month);
                assertThat(desk.unbalanced()).as("seed %d, step %d", seed, step).isEmpty();
            }
        }
        assertThat(desk.books.query("SELECT count(DISTINCT kind) >= 4 FROM billing.ledger_transaction"))
                .isEqualTo("t");
        assertThat(desk.books.query("""
                SELECT count(*) FROM billing.invoice
                WHERE total <> subtotal - discount + tax OR due <> total + carried_in - credit - carried_out
                """)).isEqualTo("0");
        assertThat(desk.books.query("""
                SELECT count(*) FROM billing.invoice WHERE subtotal <>
                    (SELECT sum(amount) FROM billing.invoice_line AS line WHERE line.invoice_id = invoice.id)
                """))
                .as("each total is the sum of the lines shown")
                .isEqualTo("0");
    }

    private Instant step(Random random, String customer, Instant month) {
        String amount = BigDecimal.valueOf(1 + random.nextInt(20_000), 2).toPlainString();
        switch (random.nextInt(10)) {
            case 0, 1 ->
                desk.credit(
                        customer,
                        random.nextBoolean() ? "bought" : "granted",
                        amount,
                        random.nextBoolean() ? null : desk.now[0].plus(Duration.ofDays(1 + random.nextInt(60))),
                        null);
            case 2 ->
                desk.credit(
                        customer,
                        "granted",
                        amount,
                        desk.now[0].plus(Duration.ofDays(5)),
                        new RollOver(new BigDecimal("10.00"), 20));
            case 3, 4 -> {
                Instant next = month.plus(Duration.ofDays(30));
                String signed = random.nextInt(4) == 0 ? "-" + amount : amount;
                desk.collect(
                        Lines.fee(customer, month, next, signed),
                        Lines.usage(customer, month.minusSeconds(1), month, "12000", amount));
                desk.close(month);
                return next;
            }
            case 5 -> desk.credits.expire();
            case 6 ->
                invoices(customer).stream()
                        .findFirst()
                        .ifPresent(id -> BillingDesk.attempt(() -> desk.receivables
                                .voidInvoice(id, Optional.empty())
                                .state()));
            case 7 -> invoices(customer).stream().findFirst().ifPresent(id -> desk.pay(id, amount));
            case 8 ->
                invoices(customer).stream()
                        .skip(1)
                        .findFirst()
                        .ifPresent(id -> BillingDesk.attempt(() ->
                                desk.receivables.writeOff(id, Optional.empty()).state()));
            default ->
                invoices(customer).stream()
                        .skip(random.nextInt(2))
                        .findFirst()
                        .ifPresent(id -> BillingDesk.attempt(() -> desk.receivables
                                .credit(id, new CreditNotes.Ask.Amount(new BigDecimal(amount)), "x", Optional.empty())
                                .number()));
        }
        return month;
    }

    private List<String> invoices(String customer) {
        return desk.books
                .query("SELECT replace(id::text, '-', '') FROM billing.invoice WHERE customer_id = '" + customer
                        + "' ORDER BY sequence DESC")
                .lines()
                .filter(id -> !id.isBlank())
                .toList();
    }
}
