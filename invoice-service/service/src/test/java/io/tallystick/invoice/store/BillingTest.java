package io.tallystick.invoice.store;

import static io.tallystick.invoice.Lines.DECEMBER;
import static io.tallystick.invoice.Lines.NOVEMBER;
import static io.tallystick.invoice.Lines.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallystick.invoice.Lines;
import io.tallystick.invoice.app.CommandKey;
import io.tallystick.invoice.app.CreditDesk.RollOver;
import io.tallystick.invoice.app.CreditDesk.TopUp;
import io.tallystick.invoice.app.Receivables.PaymentDraft;
import io.tallystick.invoice.assembly.CreditNote;
import io.tallystick.invoice.assembly.CreditNotes;
import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.manifest.DocumentCheck;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Everything around an invoice, on the real database. */
@Tag("integration")
class BillingTest {
    private final BillingDesk desk = new BillingDesk();
    private final Books books = desk.books;

    @AfterEach
    void close() {
        assertThat(desk.unbalanced()).isEmpty();
        desk.close();
    }

    private Invoice.Finalized billed(String amount) {
        books.customers("acme");
        desk.collect(Lines.fee("acme", OCTOBER, NOVEMBER, amount));
        desk.close(OCTOBER);
        return desk.invoice("acme");
    }

    @Test
    void taxes_discounts_and_credits_are_frozen_on_the_invoice() {
        books.customers("acme");
        desk.tax("acme", "vat", "0.19");
        desk.discount("welcome", "10", false, null, null);
        desk.discounts.give("acme", "welcome");
        desk.credit("acme", "granted", "50.00", null, null);
        Invoice.Finalized invoice = billed100();
        assertThat(invoice.subtotal()).isEqualByComparingTo("100.00");
        assertThat(invoice.total()).isEqualByComparingTo("107.10");
        assertThat(invoice.amountDue()).isEqualByComparingTo("57.10");
        desk.taxRate("vat", "0.07");
        assertThat(desk.invoice("acme")).isEqualTo(invoice);
        assertThat(books.query("SELECT subtotal, discount, tax, total, credit, due FROM billing.invoice"))
                .isEqualTo("100.00 10.00 17.10 107.10 50.00 57.10");
    }

    private Invoice.Finalized billed100() {
        desk.collect(Lines.fee("acme", OCTOBER, NOVEMBER, "100.00"));
        desk.close(OCTOBER);
        return desk.invoice("acme");
    }

    @Test
    void a_coupon_counts_on_as_many_invoices_as_it_says_and_no_more() {
        books.customers("acme", "globex", "initech");
        desk.discount("two", "50", true, 2, 1);
        desk.collect(
                Lines.fee("acme", OCTOBER, NOVEMBER, "10.00"),
                Lines.fee("globex", OCTOBER, NOVEMBER, "10.00"),
                Lines.fee("initech", OCTOBER, NOVEMBER, "10.00"));
        desk.close(OCTOBER);
        assertThat(books.query("SELECT customer_id, total FROM billing.invoice ORDER BY customer_id"))
                .isEqualTo("acme 5.00\nglobex 5.00\ninitech 10.00");
        assertThat(books.query("SELECT redeemed FROM billing.discount")).isEqualTo("2");
        assertThat(BillingDesk.attempt(
                        () -> desk.discounts.give("initech", "two").code()))
                .isEqualTo("409 coupon_exhausted");
        desk.discounts.end("two");
        assertThat(BillingDesk.attempt(
                        () -> desk.discounts.give("initech", "two").code()))
                .isEqualTo("409 coupon_expired");
        assertThat(BillingDesk.attempt(
                        () -> desk.discounts.give("initech", "three").code()))
                .isEqualTo("422 unknown_coupon");
    }

    @Test
    void documents_are_chained_and_a_changed_digit_is_found() {
        books.customers("acme", "globex");
        desk.collect(
                Lines.fee("acme", OCTOBER, NOVEMBER, "100.00"),
                Lines.usage("globex", OCTOBER, NOVEMBER, "12000", "10.00"),
                Lines.fee("globex", OCTOBER, NOVEMBER, "49.00"));
        desk.close(NOVEMBER);
        Invoice.Finalized first = desk.invoice("acme");
        Invoice.Finalized second = desk.invoice("globex");
        assertThat(first.previousRoot()).isNull();
        assertThat(second.previousRoot()).isEqualTo(first.manifest().root());
        byte[] document = Json.bytes(second);
        TestSigner signer = (TestSigner) books.rules.signer();
        assertThat(DocumentCheck.of(document, signer.keys.getPublic()).finding())
                .isEqualTo(DocumentCheck.Finding.GOOD);
        String text = new String(document, StandardCharsets.UTF_8);
        int found = 0;
        for (int i = 0; i < text.indexOf("\"manifest\""); i++) {
            char digit = text.charAt(i);
            if (digit >= '0' && digit <= '8') {
                String changed = text.substring(0, i) + (char) (digit + 1) + text.substring(i + 1);
                DocumentCheck check =
                        DocumentCheck.of(changed.getBytes(StandardCharsets.UTF_8), signer.keys.getPublic());
                assertThat(check.finding()).as(changed).isEqualTo(DocumentCheck.Finding.CHANGED);
                found++;
            }
        }
        assertThat(found).isGreaterThan(100);
        assertThat(DocumentCheck.of(document, new TestSigner().keys.getPublic()).finding())
                .isEqualTo(DocumentCheck.Finding.OTHER_KEY);
    }

    @Test
    void payments_lead_from_finalized_over_partly_paid_to_paid() {
        String id = billed("100.00").id();
        assertThat(desk.pay(id, "100.01")).isEqualTo("422 payment_above_open");
        assertThat(desk.pay(id, "0.001")).isEqualTo("422 too_precise");
        assertThat(desk.pay(id, "40.00")).isEqualTo("partly_paid");
        assertThat(desk.receivables.account(id).orElseThrow().open()).isEqualByComparingTo("60.00");
        assertThat(BillingDesk.attempt(
                        () -> desk.receivables.voidInvoice(id, Optional.empty()).state()))
                .isEqualTo("409 illegal_transition");
        assertThat(desk.pay(id, "60.00")).isEqualTo("paid");
        assertThat(desk.pay(id, "1.00")).isEqualTo("409 illegal_transition");
        assertThat(BillingDesk.attempt(
                        () -> desk.receivables.writeOff(id, Optional.empty()).state()))
                .isEqualTo("409 illegal_transition");
        assertThat(books.query("SELECT type FROM billing.outbox WHERE type LIKE 'invoice.p%' ORDER BY id"))
                .isEqualTo("invoice.payment_recorded\ninvoice.payment_recorded\ninvoice.paid");
    }

    @Test
    void a_command_that_is_sent_again_with_its_key_happens_once() {
        String id = billed("100.00").id();
        Optional<CommandKey> once = Optional.of(new CommandKey("key", "pay-1", "print"));
        PaymentDraft payment = new PaymentDraft(new BigDecimal("40.00"), "USD", null, null);
        assertThat(desk.receivables.pay(id, payment, "key", once))
                .isEqualTo(desk.receivables.pay(id, payment, "key", once));
        assertThat(books.query("SELECT count(*) FROM billing.payment")).isEqualTo("1");
    }

    @Test
    void an_invoice_is_overdue_the_day_after_it_was_due_and_that_is_told_once() {
        String id = billed("100.00").id();
        assertThat(desk.receivables.tellOverdue()).isZero();
        desk.now[0] = desk.now[0].plus(Duration.ofDays(31));
        assertThat(desk.receivables.account(id).orElseThrow().state()).isEqualTo("overdue");
        assertThat(desk.receivables.tellOverdue()).isEqualTo(1);
        assertThat(desk.receivables.tellOverdue()).isZero();
        assertThat(desk.pay(id, "100.00")).isEqualTo("paid");
    }

    @Test
    void a_void_gives_credits_and_redemptions_back_and_keeps_the_number() {
        books.customers("acme");
        desk.discount("once", "10", true, 1, null);
        String credit = desk.credit("acme", "bought", "30.00", null, null);
        String id = billed100().id();
        assertThat(desk.credits.credit(credit).orElseThrow().balance()).isEqualByComparingTo("0");
        assertThat(desk.receivables.voidInvoice(id, Optional.empty()).state()).isEqualTo("voided");
        assertThat(desk.credits.credit(credit).orElseThrow().balance()).isEqualByComparingTo("30.00");
        assertThat(books.query("SELECT redeemed FROM billing.discount")).isEqualTo("0");
        assertThat(desk.pay(id, "1.00")).isEqualTo("409 illegal_transition");
        assertThat(books.query("SELECT count(*) FROM billing.invoice")).isEqualTo("1");
    }

    @Test
    void a_credit_note_lowers_what_is_open_and_returns_what_was_paid() {
        books.customers("acme");
        desk.tax("acme", "vat", "0.19");
        String id = billed100().id();
        desk.pay(id, "100.00");
        CreditNote part = desk.receivables.credit(
                id, new CreditNotes.Ask.Amount(new BigDecimal("59.50")), "Outage", Optional.empty());
        assertThat(part.number()).isEqualTo("CN-2026-000001");
        assertThat(part.tax()).isEqualByComparingTo("9.50");
        assertThat(part.settles()).isEqualByComparingTo("19.00");
        assertThat(part.returned()).isEqualByComparingTo("40.50");
        assertThat(desk.credits.balances("acme").getFirst().balance()).isEqualByComparingTo("40.50");
        assertThat(BillingDesk.attempt(() -> desk.receivables
                        .credit(id, new CreditNotes.Ask.Amount(new BigDecimal("59.51")), "More", Optional.empty())
                        .number()))
                .isEqualTo("422 credit_above_billed");
        CreditNote rest = desk.receivables.credit(id, new CreditNotes.Ask.Full(), "Rest", Optional.empty());
        assertThat(rest.previousRoot()).isEqualTo(part.manifest().root());
        assertThat(part.total().add(rest.total())).isEqualByComparingTo("119.00");
        assertThat(BillingDesk.attempt(() -> desk.receivables
                        .credit(id, new CreditNotes.Ask.Full(), "Again", Optional.empty())
                        .number()))
                .isEqualTo("409 nothing_left");
    }

    @Test
    void a_small_invoice_is_carried_to_the_next_one() {
        books.customers("acme");
        desk.collect(Lines.fee("acme", OCTOBER, NOVEMBER, "-30.00"));
        desk.close(OCTOBER);
        Invoice.Finalized first = desk.invoice("acme");
        assertThat(first.amountDue()).isEqualByComparingTo("0");
        assertThat(first.bill().carriedOut()).isEqualByComparingTo("-30.00");
        desk.collect(Lines.fee("acme", NOVEMBER, DECEMBER, "100.00"));
        desk.close(NOVEMBER);
        Invoice.Finalized second = desk.invoice("acme");
        assertThat(second.bill().carriedIn()).isEqualByComparingTo("-30.00");
        assertThat(second.amountDue()).isEqualByComparingTo("70.00");
        assertThat(books.query("SELECT amount FROM billing.carried")).isEqualTo("0.00");
    }

    @Test
    void the_available_balance_falls_as_usage_arrives_and_asks_for_a_top_up_once() {
        books.customers("acme");
        desk.credit("acme", "bought", "100.00", null, null);
        desk.credits.put(new TopUp("acme", "USD", new BigDecimal("50.00"), new BigDecimal("200.00"), null));
        assertThat(desk.credits.requestTopUps()).isZero();
        desk.collect(Lines.usage("acme", NOVEMBER, DECEMBER, "12000", "60.00"));
        assertThat(desk.credits.balances("acme").getFirst().available()).isEqualByComparingTo("40.00");
        assertThat(desk.credits.requestTopUps()).isEqualTo(1);
        assertThat(desk.credits.requestTopUps()).isZero();
        desk.credit("acme", "bought", "5.00", null, null);
        assertThat(desk.credits.requestTopUps()).isEqualTo(1);
    }

    @Test
    void a_credit_expires_when_nothing_is_left_that_it_could_pay_and_rolls_over_once() {
        books.customers("acme");
        desk.now[0] = OCTOBER;
        String id = desk.credit("acme", "granted", "100.00", NOVEMBER, new RollOver(new BigDecimal("20.00"), 30));
        desk.collect(Lines.usage("acme", OCTOBER, NOVEMBER, "12000", "60.00"));
        desk.now[0] = DECEMBER;
        assertThat(desk.credits.expire()).isZero();
        desk.close(NOVEMBER);
        assertThat(desk.invoice("acme").amountDue()).isEqualByComparingTo("0");
        assertThat(desk.credits.expire()).isEqualTo(1);
        assertThat(desk.credits.credit(id).orElseThrow().balance()).isEqualByComparingTo("0");
        assertThat(books.query(
                        "SELECT account, sum(amount) FROM billing.ledger_entry GROUP BY account ORDER BY account"))
                .isEqualTo("applied 60.00\ncredit 20.00\nexpired 20.00\ngranted -100.00");
        desk.now[0] = DECEMBER.plus(Duration.ofDays(1));
        assertThat(desk.credits.expire()).isEqualTo(1);
        assertThat(books.query("SELECT sum(balance) FROM billing.credit")).isEqualTo("0.00");
    }

    @Test
    void the_database_refuses_a_ledger_that_does_not_sum_to_zero() {
        books.customers("acme");
        String credit = desk.credit("acme", "bought", "100.00", null, null);
        String entry = "INSERT INTO billing.ledger_entry SELECT id, 9, 'acme', 'USD', 'bought', NULL, 1 "
                + "FROM billing.ledger_transaction";
        assertThat(refusal(entry)).contains("sum to 1");
        assertThat(refusal("UPDATE billing.credit SET balance = 99")).contains("holds 99");
        assertThat(refusal("DELETE FROM billing.ledger_entry")).contains("never changes");
        assertThat(refusal("INSERT INTO billing.carried VALUES ('acme', 'USD', 1)"))
                .contains("carried");
        assertThat(desk.credits.credit(credit).orElseThrow().balance()).isEqualByComparingTo("100.00");
    }

    @Test
    void a_refused_command_names_field_value_and_rule_and_changes_nothing() {
        String before = billed("100.00").id();
        String state = books.query("SELECT * FROM billing.invoice_account");
        List<CreditNotes.Ask> bad = List.of(
                new CreditNotes.Ask.Amount(new BigDecimal("100.01")),
                new CreditNotes.Ask.Lines(Map.of("0".repeat(32), BigDecimal.ONE)));
        for (CreditNotes.Ask ask : bad) {
            assertThat(BillingDesk.attempt(() -> desk.receivables
                            .credit(before, ask, "x", Optional.empty())
                            .number()))
                    .isEqualTo("422 credit_above_billed");
        }
        assertThat(books.query("SELECT * FROM billing.invoice_account")).isEqualTo(state);
        assertThat(books.query("SELECT count(*) FROM billing.invoice_series WHERE series = 'CN'"))
                .isEqualTo("0");
    }

    private String refusal(String sql) {
        try {
            books.run(sql);
            return "";
        } catch (IllegalStateException refused) {
            return refused.getMessage();
        }
    }
}
