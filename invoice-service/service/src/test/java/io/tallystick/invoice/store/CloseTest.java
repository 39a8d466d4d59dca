package io.tallystick.invoice.store;

import static io.tallystick.invoice.Lines.DECEMBER;
import static io.tallystick.invoice.Lines.NOVEMBER;
import static io.tallystick.invoice.Lines.OCTOBER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.invoice.FakeSeals;
import io.tallystick.invoice.Lines;
import io.tallystick.invoice.app.CloseRunner;
import io.tallystick.invoice.app.CloseStore.Start;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.schemas.rated.RatedLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("integration")
class CloseTest {
    private static final String GAPS =
            "SELECT count(*), min(sequence), max(sequence), count(DISTINCT sequence) FROM billing.invoice";

    private final AtomicInteger crashes = new AtomicInteger();
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

    @Test
    void a_close_holds_the_lines_after_the_previous_cutoff_up_to_and_including_its_own() {
        books.customers("acme");
        collect(
                Lines.usage("acme", OCTOBER, NOVEMBER, "1", "0.01"),
                Lines.usage("acme", NOVEMBER, NOVEMBER.plusNanos(1000), "1", "0.02"));
        books.close(NOVEMBER, seals);
        assertEquals("0.01", books.query("SELECT total FROM billing.invoice"));
        books.close(DECEMBER, seals);
        assertEquals("0.01\n0.02", books.query("SELECT total FROM billing.invoice ORDER BY sequence"));
    }

    @Test
    void one_close_runs_at_a_time_and_cutoffs_only_grow() {
        assertInstanceOf(Start.Started.class, books.start(NOVEMBER));
        assertInstanceOf(Start.Running.class, books.start(DECEMBER));
        books.run("DELETE FROM billing.close");
        books.close(NOVEMBER, seals);
        assertInstanceOf(Start.Done.class, books.start(NOVEMBER));
        assertInstanceOf(Start.NotAfter.class, books.start(OCTOBER));
        assertInstanceOf(Start.Started.class, books.start(DECEMBER));
    }

    @Test
    void a_customer_without_master_data_is_left_out_and_billed_by_the_next_close() {
        books.customers("acme");
        collect(Lines.fee("acme", OCTOBER, NOVEMBER, "1.00"), Lines.fee("ghost", OCTOBER, NOVEMBER, "2.00"));
        String first = books.close(OCTOBER, seals);
        assertEquals("waived", books.view(first).exceptions().getFirst().state());
        assertEquals(1, books.view(first).outcome().exceptionalLines());

        books.customers("ghost");
        collect(Lines.fee("acme", NOVEMBER, DECEMBER, "1.00"));
        String second = books.close(NOVEMBER, seals);

        assertEquals(1, books.view(second).outcome().carried().lines());
        assertEquals(0, books.view(second).exceptionCount());
        assertEquals(
                "acme 1.00\nacme 1.00\nghost 2.00",
                books.query("SELECT customer_id, total FROM billing.invoice ORDER BY customer_id"));
    }

    @Test
    void lines_of_zero_are_an_invoice_of_zero_unless_the_policy_says_otherwise() {
        books.customers("acme");
        collect(Lines.usage("acme", OCTOBER, NOVEMBER, "0", "0.00"));
        books.start(NOVEMBER);
        CloseRunner runner = books.runner(10, false);
        runner.step();
        Close.Request request = books.closes.running().orElseThrow().request();
        books.seal(seals, request);
        while (!(runner.step() instanceof CloseRunner.Step.Idle)) {
            assertTrue(books.view(request.id()).differences().isEmpty());
        }
        assertEquals("0", books.query("SELECT count(*) FROM billing.invoice"));
        assertEquals(1, books.view(request.id()).outcome().skippedLines());
        collect(Lines.usage("acme", NOVEMBER, DECEMBER, "0", "0.00"));
        books.close(DECEMBER, seals);
        assertEquals("0.00", books.query("SELECT total FROM billing.invoice"));
    }

    @Test
    void a_finalised_invoice_never_changes() {
        books.customers("acme");
        collect(Lines.fee("acme", OCTOBER, NOVEMBER, "1.00"));
        books.close(OCTOBER, seals);
        for (String forbidden : List.of(
                "UPDATE billing.invoice SET total = 2",
                "DELETE FROM billing.invoice",
                "TRUNCATE billing.invoice CASCADE",
                "UPDATE billing.invoice_line SET amount = 2",
                "DELETE FROM billing.invoice_line",
                "TRUNCATE billing.invoice_line")) {
            IllegalStateException refused = assertThrows(IllegalStateException.class, () -> books.run(forbidden));
            assertTrue(refused.getMessage().contains("never changes"), refused.getMessage());
        }
        assertEquals("1.00", books.query("SELECT total FROM billing.invoice"));
    }

    @Test
    void a_line_is_billed_once_whatever_happens() {
        books.customers("acme");
        collect(Lines.fee("acme", OCTOBER, NOVEMBER, "1.00"));
        books.close(OCTOBER, seals);
        // As if somebody had lost the memory of what was billed.
        books.run("DELETE FROM billing.account");
        books.start(NOVEMBER);
        CloseRunner runner = books.runner(10, true);
        runner.step();
        books.seal(seals, books.closes.running().orElseThrow().request());
        books.run("INSERT INTO billing.close_work SELECT id, 'acme', 'pending' FROM billing.close WHERE cutoff = '"
                + NOVEMBER + "'");
        RuntimeException refused = assertThrows(RuntimeException.class, () -> {
            for (int i = 0; i < 10; i++) {
                runner.step();
            }
        });
        assertTrue(refused.toString().contains("invoice_line_pkey"), refused.toString());
        assertEquals("1", books.query("SELECT count(*) FROM billing.invoice"));
    }

    /** Two closers, batches of one to three customers, connections that break under them: 2,000 invoices, no gap, none twice. */
    @Test
    void two_closers_in_two_thousand_races_make_each_invoice_once_without_a_gap() throws InterruptedException {
        int customers = 2_000;
        List<RatedLine> lines = new ArrayList<>();
        for (int i = 0; i < customers; i++) {
            lines.add(Lines.fee("c" + i, OCTOBER, NOVEMBER, "1.00"));
        }
        collect(lines.toArray(RatedLine[]::new));
        books.run(
                "INSERT INTO billing.customer SELECT DISTINCT customer_id, customer_id, NULL, 'USD', 'UTC', NULL, NULL,"
                        + " 'en', 0, now(), now() FROM billing.rated_line");
        books.start(NOVEMBER);
        String id = books.closes.running().orElseThrow().request().id();
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> closers = List.of(
                Thread.ofPlatform().start(() -> work(1, done)),
                Thread.ofPlatform().start(() -> work(2, done)));
        books.seal(seals, books.closes.running().orElseThrow().request());
        Random random = new Random(42);
        int broken = 0;
        Instant end = Instant.now().plusSeconds(180);
        while (!books.query("SELECT state FROM billing.close").equals("completed")
                && Instant.now().isBefore(end)) {
            Thread.sleep(random.nextInt(60));
            broken += killOne();
        }
        done.set(true);
        for (Thread closer : closers) {
            closer.join();
        }
        assertTrue(broken > 0 && crashes.get() > 0, "no connection was broken");
        assertEquals("completed", books.view(id).state());
        assertEquals("2000 1 2000 2000", books.query(GAPS));
        assertEquals("2000 2000", books.query("SELECT count(*), count(DISTINCT line_id) FROM billing.invoice_line"));
        assertEquals("2000 2000.00", books.query("SELECT count(*), sum(total) FROM billing.invoice"));
        assertEquals("2001", books.query(Books.UNTOLD));
    }

    private void work(int seed, AtomicBoolean done) {
        Random random = new Random(seed);
        while (!done.get()) {
            try {
                books.runner(1 + random.nextInt(3), true).step();
            } catch (RuntimeException broken) {
                // The next step goes on from what a crash leaves behind.
                crashes.incrementAndGet();
            }
        }
    }

    /** Ends a connection in the middle of whatever it does, as a crash of its process would. */
    private int killOne() {
        return books.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'billing' AND pid <>"
                                + " pg_backend_pid() AND datname = current_database() AND state <> 'idle' ORDER BY"
                                + " random() LIMIT 1")
                        .equals("t")
                ? 1
                : 0;
    }

    @Test
    void what_remains_to_be_done_is_all_that_a_killed_process_leaves_in_each_state() {
        books.customers("a", "b", "c");
        collect(
                Lines.fee("a", OCTOBER, NOVEMBER, "1.00"),
                Lines.fee("b", OCTOBER, NOVEMBER, "2.00"),
                Lines.fee("c", OCTOBER, NOVEMBER, "3.00"));
        books.start(OCTOBER);
        // Each step is taken by a process of its own that knows nothing of the one before.
        List<String> states = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            states.add(books.closes.running().map(Close::state).orElse("completed"));
            books.runner(1, true).step();
            if (i == 1) {
                books.seal(seals, books.closes.running().orElseThrow().request());
            }
        }
        assertEquals(
                List.of(
                        "sealing",
                        "sealing",
                        "sealing",
                        "review",
                        "review",
                        "review",
                        "review",
                        "review",
                        "approved",
                        "finalizing",
                        "finalizing",
                        "finalizing",
                        "finalizing",
                        "completed"),
                states.subList(0, 14));
        assertEquals("3 1 3 3", books.query(GAPS));
    }
}
