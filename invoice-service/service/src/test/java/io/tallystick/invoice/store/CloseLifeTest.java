package io.tallystick.invoice.store;

import static io.tallystick.invoice.Lines.DECEMBER;
import static io.tallystick.invoice.Lines.NOVEMBER;
import static io.tallystick.invoice.Lines.OCTOBER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.FakeSeals;
import io.tallystick.invoice.Lines;
import io.tallystick.invoice.app.CloseStore.Start;
import io.tallystick.invoice.app.CloseView;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.schemas.rated.RatedLine;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The life of a close from the plan to the lock, on a real database. */
@Tag("integration")
class CloseLifeTest {
    private final Books books = new Books();
    private final FakeSeals seals = new FakeSeals(Books.PARTITIONS);

    @AfterEach
    void close() {
        books.close();
    }

    private void collect(RatedLine... lines) {
        books.collect(lines);
        seals.know(lines);
    }

    private static CloseView done(Uni<CloseView> command) {
        return command.await().atMost(Books.PATIENCE);
    }

    private static String refusal(Uni<CloseView> command) {
        return assertThrows(ProblemException.class, () -> done(command))
                .problem()
                .code();
    }

    @Test
    void unmatched_usage_stops_a_close_until_somebody_lets_it_pass() {
        books.customers("acme");
        collect(Lines.fee("acme", OCTOBER, NOVEMBER, "1.00"));
        seals.unmatched("nobody", 120);
        String id = books.review(NOVEMBER, seals);
        CloseView view = books.view(id);
        assertEquals("review", view.state());
        assertEquals(
                "120 records of customer \"nobody\" are not billed: there was no subscription at their time.",
                view.exceptions().getFirst().sentence());
        assertEquals("exceptions_open", refusal(books.desk().approve(id, "second")));
        done(books.desk().waive(id, List.of(view.exceptions().getFirst().id()), "a test account", "key"));
        assertEquals("nothing_to_waive", refusal(books.desk().waive(id, List.of(), "again", "key")));
        books.run();
        assertEquals("completed", books.view(id).state());
        assertEquals("policy", books.view(id).approval().by());
    }

    @Test
    void what_was_waived_and_did_not_grow_is_not_asked_again() {
        books.customers("acme");
        collect(Lines.fee("acme", OCTOBER, NOVEMBER, "1.00"));
        seals.unmatched("nobody", 120);
        books.close(OCTOBER, seals);
        String second = books.review(NOVEMBER, seals);
        assertEquals("completed", books.view(second).state());
        assertEquals(
                "known", books.view(second).exceptions().getFirst().waiver().reason());
        seals.unmatched("nobody", 121);
        assertEquals("review", books.view(books.review(DECEMBER, seals)).state());
    }

    @Test
    void above_the_limit_only_somebody_approves_who_neither_asked_nor_waived() {
        books.customers("acme");
        collect(Lines.fee("acme", OCTOBER, NOVEMBER, "250000.01"));
        seals.unmatched("nobody", 1);
        String id = books.review(NOVEMBER, seals);
        done(books.desk().waive(id, List.of(), "known", "waiver"));
        books.run();
        assertEquals("review", books.view(id).state());
        assertEquals("second_person_required", refusal(books.desk().approve(id, "key")));
        assertEquals("second_person_required", refusal(books.desk().approve(id, "waiver")));
        done(books.desk().approve(id, "second"));
        books.run();
        assertEquals("completed", books.view(id).state());
        assertEquals("second", books.view(id).approval().by());
    }

    @Test
    void at_the_limit_nobody_is_needed() {
        books.customers("acme");
        collect(Lines.fee("acme", OCTOBER, NOVEMBER, "250000.00"));
        assertEquals("completed", books.view(books.review(NOVEMBER, seals)).state());
    }

    @Test
    void a_completed_close_is_locked_and_asking_again_is_nothing_new() {
        books.customers("acme");
        collect(Lines.fee("acme", OCTOBER, NOVEMBER, "1.00"));
        String id = books.close(NOVEMBER, seals);
        assertEquals(
                id,
                assertInstanceOf(Start.Done.class, books.start(NOVEMBER))
                        .close()
                        .id());
        for (Uni<CloseView> command : List.of(
                books.desk().begin(id),
                books.desk().cancel(id, "too late", "key"),
                books.desk().approve(id, "second"),
                books.desk().finalizeInvoices(id),
                books.desk().recheck(id, true),
                books.desk().waive(id, List.of(), "why", "key"))) {
            assertEquals("illegal_transition", refusal(command));
        }
        assertEquals("1", books.query("SELECT count(*) FROM billing.invoice"));
    }

    @Test
    void a_cancelled_close_leaves_its_lines_to_the_next() {
        books.customers("acme", "other");
        collect(Lines.fee("acme", OCTOBER, NOVEMBER, "1.00"), Lines.fee("other", NOVEMBER, DECEMBER, "2.00"));
        seals.unmatched("nobody", 1);
        String first = books.review(OCTOBER, seals);
        done(books.desk().cancel(first, "a wrong price", "key"));
        assertEquals("cancelled", books.view(first).state());
        seals.unmatched("nobody", 0);
        String second = books.review(NOVEMBER, seals);
        assertEquals("completed", books.view(second).state());
        assertEquals(1, books.view(second).outcome().carried().lines());
        assertEquals(
                "acme 1.00\nother 2.00",
                books.query("SELECT customer_id, total FROM billing.invoice ORDER BY customer_id"));
    }

    @Test
    void the_cutoff_of_a_cancelled_close_may_be_asked_for_again_and_takes_up_its_seal() {
        books.customers("acme");
        collect(Lines.fee("acme", OCTOBER, NOVEMBER, "1.00"));
        seals.unmatched("nobody", 1);
        String first = books.review(NOVEMBER, seals);
        done(books.desk().cancel(first, "by mistake", "key"));
        String second = assertInstanceOf(Start.Started.class, books.start(NOVEMBER))
                .close()
                .id();
        books.run();
        assertEquals("review", books.view(second).state());
        done(books.desk().waive(second, List.of(), "known", "key"));
        books.run();
        assertEquals("completed", books.view(second).state());
        assertEquals(second, books.query("SELECT close_id FROM billing.invoice"));
    }

    @Test
    void a_close_that_is_given_up_while_it_is_sealed_is_cancelled_when_the_answers_are_in() {
        books.customers("acme");
        collect(Lines.fee("acme", OCTOBER, NOVEMBER, "1.00"));
        books.start(NOVEMBER);
        books.runner(1, true).step();
        String id = books.closes.running().orElseThrow().request().id();
        assertEquals(
                "sealing", done(books.desk().cancel(id, "too early", "key")).state());
        assertEquals("illegal_transition", refusal(books.desk().cancel(id, "twice", "key")));
        books.seal(seals, books.closes.running().orElseThrow().request());
        books.run();
        assertEquals("cancelled", books.view(id).state());
        books.close(DECEMBER, seals);
        assertEquals("1.00", books.query("SELECT total FROM billing.invoice"));
    }

    @Test
    void drafts_that_are_made_anew_keep_their_ids_and_their_digests() {
        books.customers("acme");
        collect(Lines.fee("acme", OCTOBER, NOVEMBER, "1.00"), Lines.usage("acme", OCTOBER, NOVEMBER, "5", "0.03"));
        collect(Lines.fee("ghost", OCTOBER, NOVEMBER, "2.00"));
        String id = books.review(NOVEMBER, seals);
        String drafts = "SELECT customer_id, digest, total FROM billing.close_draft ORDER BY customer_id";
        String before = books.query(drafts);
        books.customers("ghost");
        done(books.desk().recheck(id, true));
        books.run();
        assertTrue(books.query(drafts).startsWith(before), books.query(drafts));
        assertEquals("completed", books.view(id).state());
        assertEquals("mended", books.view(id).exceptions().getFirst().state());
        assertEquals("1.03\n2.00", books.query("SELECT total FROM billing.invoice ORDER BY customer_id"));
    }

    @Test
    void the_review_says_why_a_customer_pays_more_and_who_is_gone() {
        books.customers("acme", "gone");
        collect(Lines.fee("acme", OCTOBER, NOVEMBER, "49.00"), Lines.fee("gone", OCTOBER, NOVEMBER, "7.00"));
        books.close(OCTOBER, seals);
        collect(
                Lines.fee("acme", NOVEMBER, DECEMBER, "49.00"),
                Lines.usage("acme", OCTOBER, NOVEMBER, "20000", "50.00"));
        String id = books.close(NOVEMBER, seals);
        assertEquals(
                "acme 49.00 99.00 50.00\ngone 7.00 0 -7.00",
                books.query("SELECT customer_id, previous, total, mix FROM billing.close_draft WHERE close_id = '" + id
                        + "' ORDER BY customer_id"));
        assertEquals(
                new BigDecimal("43.00"),
                books.view(id).review().variance().get("USD").difference());
        String third = books.close(DECEMBER, seals);
        assertEquals(
                "acme", books.query("SELECT customer_id FROM billing.close_draft WHERE close_id = '" + third + "'"));
    }

    /** Three anniversaries, a close every day: each customer gets its invoice on its day and on no other. */
    @Test
    void customers_with_anniversaries_are_billed_by_daily_closes() {
        books.customers("d3", "d15", "d28");
        List<String> billed = new ArrayList<>();
        for (int day : List.of(3, 15, 28)) {
            Instant start = OCTOBER.plus(Duration.ofDays(day - 1));
            collect(Lines.usage("d" + day, start, start.plus(Duration.ofDays(31)), "5", day + ".00"));
        }
        for (Instant cutoff = NOVEMBER; cutoff.isBefore(DECEMBER); cutoff = cutoff.plus(Duration.ofDays(1))) {
            String id = books.close(cutoff, seals);
            String made = books.query("SELECT customer_id FROM billing.invoice WHERE close_id = '" + id + "'");
            if (!made.isEmpty()) {
                billed.add(made + " on " + cutoff);
            }
        }
        assertEquals(
                List.of("d3 on 2026-11-03T00:00:00Z", "d15 on 2026-11-15T00:00:00Z", "d28 on 2026-11-28T00:00:00Z"),
                billed);
    }

    /** Connections are broken in whatever state; the documents are those of a run that nothing disturbed, byte for byte. */
    @Test
    void a_close_that_is_killed_in_every_state_makes_the_same_documents() throws InterruptedException {
        String undisturbed = documents(false);
        try (Books others = new Books()) {
            String disturbed = documents(others, true);
            assertEquals(undisturbed, disturbed);
        }
    }

    private String documents(boolean killing) throws InterruptedException {
        return documents(books, killing);
    }

    private static String documents(Books books, boolean killing) throws InterruptedException {
        FakeSeals seals = new FakeSeals(Books.PARTITIONS);
        List<RatedLine> lines = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            books.customers("c" + i);
            lines.add(Lines.fee("c" + i, OCTOBER, NOVEMBER, i + ".00"));
        }
        books.collect(lines.toArray(RatedLine[]::new));
        seals.know(lines.toArray(RatedLine[]::new));
        books.start(NOVEMBER);
        Close.Request request = books.closes.running().orElseThrow().request();
        books.seal(seals, request);
        Random random = new Random(11);
        Instant end = Instant.now().plusSeconds(120);
        while (!books.query("SELECT state FROM billing.close").equals("completed")
                && Instant.now().isBefore(end)) {
            Thread killer = Thread.ofVirtual().start(() -> kill(books, killing, random.nextInt(12)));
            try {
                books.runner(3, true).step();
            } catch (RuntimeException broken) {
                assertTrue(killing, () -> broken.toString());
            }
            killer.join();
        }
        // The root covers every byte of a document and, by the chain, of those before it; only the signatures differ.
        return books.query("""
                SELECT number, customer_id, root FROM billing.invoice
                ORDER BY number
                """);
    }

    private static void kill(Books books, boolean killing, int afterMillis) {
        if (!killing) {
            return;
        }
        try {
            Thread.sleep(afterMillis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        books.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'billing' AND pid <>"
                + " pg_backend_pid() AND datname = current_database() AND state <> 'idle' ORDER BY random() LIMIT 1");
    }
}
