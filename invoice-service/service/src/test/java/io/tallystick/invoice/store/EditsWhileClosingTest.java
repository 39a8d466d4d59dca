package io.tallystick.invoice.store;

import static io.tallystick.invoice.Lines.NOVEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallystick.invoice.Lines;
import io.tallystick.invoice.app.CloseRunner;
import io.tallystick.invoice.app.CreditDesk.TopUp;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.schemas.rated.RatedLine;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Customers, taxes, coupons and credits are edited while two closers make the invoices. Rounds: {@code -Dtally.race.rounds}, 5 by
 * default.
 */
@Tag("integration")
class EditsWhileClosingTest {
    private static final int ROUNDS = Integer.getInteger("tally.race.rounds", 5);
    private static final int CUSTOMERS = 20;

    private final BillingDesk desk = new BillingDesk();
    private final Books books = desk.books;
    private final ExecutorService people = Executors.newFixedThreadPool(8);

    @AfterEach
    void close() {
        people.shutdownNow();
        assertThat(desk.unbalanced()).isEmpty();
        desk.close();
    }

    @Test
    void whatever_is_edited_meanwhile_only_what_was_approved_is_billed_and_each_line_once() throws Exception {
        for (int i = 0; i < CUSTOMERS; i++) {
            books.customers("c" + i);
            books.run("UPDATE billing.customer SET name = 'Name 0', address = '0' WHERE id = 'c" + i + "'");
            desk.tax("c" + i, "vat", "0.19");
        }
        Instant cutoff = NOVEMBER;
        for (int round = 0; round < ROUNDS; round++) {
            desk.discount("off" + round, "10", true, null, null);
            cutoff = bill(round, cutoff);
        }
        // What was left out because of an edit is billed by a close that nobody disturbs.
        books.close(cutoff, desk.seals);
        assertThat(books.query("SELECT count(*), count(DISTINCT line_id) FROM billing.invoice_line"))
                .isEqualTo(ROUNDS * CUSTOMERS + " " + ROUNDS * CUSTOMERS);
    }

    private Instant bill(int round, Instant cutoff) throws Exception {
        List<RatedLine> lines = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            lines.add(Lines.usage("c" + i, cutoff.minus(Duration.ofHours(1)), cutoff, "12000", "100.00"));
        }
        desk.collect(lines.toArray(RatedLine[]::new));
        books.start(cutoff, Close.Drive.MANUAL, true);
        books.seal(desk.seals, books.closes.running().orElseThrow().request());
        books.run();
        String id = books.closes.running().orElseThrow().request().id();
        if (books.view(id).openExceptions() > 0) {
            books.desk().waive(id, List.of(), "known", "key").await().atMost(Books.PATIENCE);
        }
        books.desk().approve(id, "second").await().atMost(Books.PATIENCE);
        books.desk().finalizeInvoices(id).await().atMost(Books.PATIENCE);
        List<Future<?>> all = new ArrayList<>();
        all.add(people.submit(() -> closing(books.runner(2, true))));
        all.add(people.submit(() -> closing(books.runner(3, true))));
        all.add(people.submit(() -> rename(round)));
        all.add(people.submit(() -> desk.taxRate("vat", round % 2 == 0 ? "0.07" : "0.19")));
        all.add(people.submit(() -> desk.discounts.end("off" + round)));
        all.add(people.submit(() -> desk.credit("c3", "bought", "5.00", null, null)));
        all.add(people.submit(() -> desk.credits.put(new TopUp("c4", "USD", BigDecimal.ONE, BigDecimal.TEN, null))));
        all.add(people.submit(() -> desk.credits.expire()));
        for (Future<?> one : all) {
            one.get();
        }
        assertThat(books.view(id).state()).isEqualTo("completed");
        assertThat(books.query("SELECT DISTINCT code FROM billing.close_exception"))
                .isIn("", "bill_changed");
        assertThat(books.query("""
                SELECT invoice.customer_id FROM billing.invoice JOIN billing.close_draft AS draft
                    USING (close_id, customer_id, currency) WHERE draft.owed <> invoice.total
                """)).as("other than approved, round %d", round).isEmpty();
        assertThat(books.query("""
                SELECT customer_id FROM billing.invoice
                WHERE regexp_replace(customer_name, '.* ', '') IS DISTINCT FROM
                    (convert_from(document, 'UTF8')::json -> 'customer' ->> 'address') AND close_id = '%s'
                """.formatted(id)))
                .as("half of an edit, round %d", round)
                .isEmpty();
        return cutoff.plus(Duration.ofHours(1));
    }

    private void rename(int round) {
        for (int i = 0; i < CUSTOMERS; i++) {
            books.run("UPDATE billing.customer SET name = 'Name " + (round + 1) + "', address = '" + (round + 1)
                    + "' WHERE id = 'c" + i + "'");
        }
    }

    private static void closing(CloseRunner runner) {
        while (!(runner.step() instanceof CloseRunner.Step.Idle)) {
            Thread.onSpinWait();
        }
    }
}
