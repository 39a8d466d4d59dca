package io.tallystick.invoice.store;

import static io.tallystick.invoice.Lines.NOVEMBER;
import static io.tallystick.invoice.Lines.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallystick.invoice.Lines;
import io.tallystick.invoice.app.BillingRules;
import io.tallystick.invoice.app.CloseReview;
import io.tallystick.invoice.app.CloseReviews;
import io.tallystick.invoice.app.CloseRunner;
import io.tallystick.invoice.app.CloseView;
import io.tallystick.invoice.app.TaxProvider;
import io.tallystick.invoice.assembly.BillSum;
import io.tallystick.invoice.assembly.BillTerms.NamedRate;
import io.tallystick.invoice.assembly.BillTerms.TaxTerms;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.review.Anomalies;
import io.tallystick.schemas.bill.Scope;
import io.tallystick.schemas.bill.TaxRate;
import io.tallystick.schemas.bill.Taxes;
import io.tallystick.schemas.rated.RatedLine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A review shows what will be asked for, and what was approved is what is asked for. */
@Tag("integration")
class BillInReviewTest {
    private static final String FIGURES = "SELECT customer_id, subtotal, discount, tax, total, credit, due"
            + " FROM billing.invoice ORDER BY customer_id";

    private final BillingDesk desk = new BillingDesk();
    private final Books books = desk.books;
    private final PgCloseReviews stored = new PgCloseReviews(books.pool, books.rules);
    private final CloseReview review = new CloseReview(
            books.desk(),
            stored,
            Books.policy(2, true),
            new Anomalies((value, trail) -> Optional.empty()),
            books.clock);

    @AfterEach
    void close() {
        assertThat(desk.unbalanced()).isEmpty();
        desk.close();
    }

    /** A close that waits for people, with all its drafts. */
    private String manual() {
        books.start(NOVEMBER, Close.Drive.MANUAL, true);
        books.seal(desk.seals, books.closes.running().orElseThrow().request());
        books.run();
        return books.closes.running().orElseThrow().request().id();
    }

    private void finish(String id) {
        books.desk().approve(id, "second").await().atMost(Books.PATIENCE);
        books.desk().finalizeInvoices(id).await().atMost(Books.PATIENCE);
        books.run();
        assertThat(books.view(id).state()).isEqualTo("completed");
    }

    private static BillSum sum(String... figures) {
        List<BigDecimal> all = List.of(figures).stream().map(BigDecimal::new).toList();
        return new BillSum(
                all.get(0), all.get(1), all.get(2), all.get(3), all.get(4), all.get(5), all.get(6), all.get(7));
    }

    @Test
    void plan_and_review_show_discounts_taxes_and_credits_and_the_invoices_ask_for_just_that() {
        books.customers("acme", "globex");
        desk.tax("acme", "vat", "0.19");
        desk.discount("welcome", "10", false, null, null);
        desk.discounts.give("acme", "welcome");
        desk.credit("acme", "granted", "50.00", null, null);
        desk.collect(Lines.fee("acme", OCTOBER, NOVEMBER, "100.00"), Lines.fee("globex", OCTOBER, NOVEMBER, "7.00"));
        BillSum both = sum("107.00", "10.00", "17.10", "114.10", "50.00", "0.00", "0.00", "64.10");
        assertThat(review.plan(NOVEMBER).await().atMost(Books.PATIENCE).review().bills())
                .containsEntry("USD", both);
        String id = manual();
        assertThat(books.view(id).review().bills()).containsEntry("USD", both);
        CloseReviews.OfCustomer acme = review.draft(id, "acme").await().atMost(Books.PATIENCE);
        assertThat(acme.bills().getFirst().total()).isEqualByComparingTo("107.10");
        assertThat(acme.reviews().getFirst().bill().due()).isEqualByComparingTo("57.10");
        assertThat(acme.reviews().getFirst().variance().total()).isEqualByComparingTo("100.00");
        finish(id);
        assertThat(books.query(FIGURES))
                .isEqualTo("acme 100.00 10.00 17.10 107.10 50.00 57.10\nglobex 7.00 0 0.00 7.00 0 7.00");
    }

    @Test
    void the_limit_of_a_second_person_looks_at_the_total_with_discounts_and_taxes() {
        books.customers("acme", "globex");
        desk.tax("acme", "vat", "0.19");
        desk.collect(Lines.fee("acme", OCTOBER, NOVEMBER, "210084.04"));
        String taxed = books.review(NOVEMBER, desk.seals);
        assertThat(books.view(taxed).state()).isEqualTo("review");
        assertThat(BillingDesk.attempt(() -> books.desk()
                        .approve(taxed, "key")
                        .await()
                        .atMost(Books.PATIENCE)
                        .state()))
                .isEqualTo("409 second_person_required");
        desk.discount("cent", "1", true, null, null);
        books.desk().recheck(taxed, true).await().atMost(Books.PATIENCE);
        books.run();
        assertThat(books.view(taxed).state()).isEqualTo("completed");
        assertThat(books.view(taxed).approval().by()).isEqualTo("policy");
    }

    @Test
    void a_tax_that_is_changed_after_the_approval_leaves_its_customer_to_the_next_close() {
        books.customers("acme", "globex");
        desk.tax("acme", "vat", "0.19");
        desk.collect(Lines.fee("acme", OCTOBER, NOVEMBER, "100.00"), Lines.fee("globex", OCTOBER, NOVEMBER, "7.00"));
        String id = manual();
        books.desk().approve(id, "second").await().atMost(Books.PATIENCE);
        desk.taxRate("vat", "0.07");
        books.desk().finalizeInvoices(id).await().atMost(Books.PATIENCE);
        books.run();
        assertThat(books.query(FIGURES)).isEqualTo("globex 7.00 0 0.00 7.00 0 7.00");
        assertThat(books.view(id).exceptions().getFirst().sentence())
                .isEqualTo("Customer \"acme\" would be asked for 107.00 USD, and 119.00 was approved: its taxes or"
                        + " discounts were changed after the approval. The next close bills it.");
        books.close(NOVEMBER.plusSeconds(1), desk.seals);
        assertThat(books.query(FIGURES)).startsWith("acme 100.00 0 7.00 107.00 0 107.00");
    }

    @Test
    void a_bill_that_cannot_be_made_is_an_exception_of_its_customer_and_keeps_nobody_else_from_being_billed() {
        books.customers("acme", "globex");
        desk.collect(Lines.fee("acme", OCTOBER, NOVEMBER, "100.00"), Lines.fee("globex", OCTOBER, NOVEMBER, "7.00"));
        BigDecimal[] rate = {new BigDecimal("1E+1000000000")};
        TaxProvider service = (customers, cutoff) -> Map.of(
                "acme",
                new TaxTerms(
                        List.of(new NamedRate(new TaxRate("vat", rate[0], false, false, Scope.ALL), "VAT")),
                        Taxes.Per.RATE,
                        Optional.empty()));
        BillingRules rules = new BillingRules(books.rules.seller(), 30, Map.of(), "CN", service, books.rules.signer());
        CloseRunner runner = new CloseRunner(
                new PgCloseStore(books.pool, rules),
                books.log,
                Books.policy(10, true),
                new Anomalies((value, trail) -> Optional.empty()),
                books.clock);
        books.start(NOVEMBER, Close.Drive.AUTO, true);
        String id = books.closes.running().orElseThrow().request().id();
        books.seal(desk.seals, books.closes.running().orElseThrow().request());

        runToItsEnd(runner);

        assertThat(books.view(id).state()).isEqualTo("review");
        assertThat(books.view(id).openExceptions()).isEqualTo(1);
        assertThat(books.view(id).exceptions().getFirst().code()).isEqualTo("bill_impossible");
        assertThat(books.view(id).exceptions().getFirst().sentence()).contains("\"acme\" in USD");
        assertThat(books.query("SELECT customer_id FROM billing.close_draft")).isEqualTo("globex");

        rate[0] = new BigDecimal("0.19");
        books.desk().recheck(id, false).await().atMost(Books.PATIENCE);
        runToItsEnd(runner);

        assertThat(books.view(id).state()).isEqualTo("completed");
        assertThat(books.query(FIGURES))
                .isEqualTo("acme 100.00 0 19.00 119.00 0 119.00\nglobex 7.00 0 0.00 7.00 0 7.00");
    }

    private static void runToItsEnd(CloseRunner runner) {
        while (runner.step() instanceof CloseRunner.Step.Moved) {
            // The next one.
        }
    }

    /** Whoever makes the invoices, and in whatever order: who was shown the coupon in the review gets it. */
    @Test
    void the_last_redemptions_of_a_coupon_are_promised_by_the_review_and_kept_by_closers_at_once() throws Exception {
        desk.discount("last", "50", true, 7, null);
        List<RatedLine> lines = new ArrayList<>();
        for (int i = 10; i < 40; i++) {
            books.customers("c" + i);
            lines.add(Lines.fee("c" + i, OCTOBER, NOVEMBER, "100.00"));
        }
        desk.collect(lines.toArray(RatedLine[]::new));
        BillSum planned = review.plan(NOVEMBER)
                .await()
                .atMost(Books.PATIENCE)
                .review()
                .bills()
                .get("USD");
        assertThat(planned.discount()).isEqualByComparingTo("350.00");
        books.start(NOVEMBER, Close.Drive.MANUAL, true);
        books.seal(desk.seals, books.closes.running().orElseThrow().request());
        books.run();
        String id = books.closes.running().orElseThrow().request().id();
        assertThat(books.view(id).review().bills()).containsEntry("USD", planned);
        String promised = "SELECT customer_id, owed FROM billing.close_draft ORDER BY customer_id";
        books.desk().approve(id, "second").await().atMost(Books.PATIENCE);
        books.desk().finalizeInvoices(id).await().atMost(Books.PATIENCE);
        Thread other = Thread.ofPlatform().start(() -> close(books.runner(2, true)));
        close(books.runner(3, true));
        other.join();
        assertThat(books.view(id).state()).isEqualTo("completed");
        assertThat(books.query("SELECT customer_id, total FROM billing.invoice ORDER BY customer_id"))
                .isEqualTo(books.query(promised));
        assertThat(books.query("SELECT redeemed FROM billing.discount")).isEqualTo("7");
    }

    private static void close(CloseRunner runner) {
        while (!(runner.step() instanceof CloseRunner.Step.Idle)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void a_review_of_what_changed_says_what_a_review_of_everything_says() {
        // Given customers in two currencies, one of whom alone pays in the second
        List<String> customers = IntStream.range(0, 12).mapToObj(i -> "c" + i).toList();
        books.customers(customers.toArray(String[]::new));
        for (String one : customers) {
            desk.collect(Lines.usage(one, OCTOBER, NOVEMBER, "10", "100.00"));
        }
        desk.collect(Lines.line("c3", "extra", RatedLine.Kind.USAGE, OCTOBER, NOVEMBER, NOVEMBER, "1", "7.00", "EUR"));
        String id = manual();
        customers.forEach(one -> desk.tax(one, "vat", "0.1"));
        // When some are looked at again, some of them twice and before the others were
        recheck(id, "c3", "c4");
        books.runner(1, true).step();
        recheck(id, "c4", "c5");
        assertThat(books.view(id).drafts()).isEqualTo(new CloseView.Made(10, 12));
        books.run();
        CloseView.Review some = books.view(id).review();
        assertThat(some.bills().get("USD").tax()).isEqualByComparingTo("30.00");
        recheck(id, customers.toArray(String[]::new));
        books.run();
        CloseView.Review named = books.view(id).review();
        assertThat(books.view(id).invoices()).isEqualTo(new CloseView.Made(0, 13));
        // Then it is the same as if all had been
        books.desk().recheck(id, true).await().atMost(Books.PATIENCE);
        books.run();
        assertThat(named).isEqualTo(books.view(id).review());
        assertThat(named.bills().get("USD").tax()).isEqualByComparingTo("120.00");
        assertThat(books.query("SELECT count(*) FROM billing.close_again")).isEqualTo("0");
        // And a currency that nobody pays in any longer is gone
        books.run(
                "UPDATE billing.rated_line SET currency = 'USD', content = replace(content::text, 'EUR', 'USD')::json");
        recheck(id, "c3");
        books.run();
        assertThat(books.view(id).review().totals()).containsOnlyKeys("USD");
    }

    private void recheck(String id, String... customers) {
        books.desk().recheck(id, List.of(customers)).await().atMost(Books.PATIENCE);
    }

    @Test
    void only_the_drafts_of_customers_that_were_named_are_made_anew() {
        books.customers("acme", "globex");
        desk.collect(Lines.fee("acme", OCTOBER, NOVEMBER, "100.00"), Lines.fee("globex", OCTOBER, NOVEMBER, "10.00"));
        String id = manual();
        desk.tax("acme", "vat", "0.19");
        desk.tax("globex", "vat", "0.19");
        books.desk().recheck(id, List.of("acme")).await().atMost(Books.PATIENCE);
        books.run();
        assertThat(books.view(id).review().bills().get("USD").tax()).isEqualByComparingTo("19.00");
        assertThat(books.view(id).review().invoices()).isEqualTo(2);
        assertThat(BillingDesk.attempt(() -> books.desk()
                        .recheck(id, List.of("acme", "nobody"))
                        .await()
                        .atMost(Books.PATIENCE)
                        .state()))
                .isEqualTo("422 not_in_close");
        books.run();
        finish(id);
        assertThat(books.query("SELECT customer_id, state, code FROM billing.close_work ORDER BY customer_id"))
                .isEqualTo("acme done null\nglobex exception bill_changed");
    }
}
