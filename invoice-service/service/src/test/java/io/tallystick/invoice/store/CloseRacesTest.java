package io.tallystick.invoice.store;

import static io.tallystick.invoice.Lines.NOVEMBER;
import static io.tallystick.invoice.Lines.OCTOBER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.invoice.FakeSeals;
import io.tallystick.invoice.Lines;
import io.tallystick.invoice.app.CloseStore.Start;
import io.tallystick.invoice.app.Closes;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.schemas.rated.RatedLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every pair of operations on one close at once: each ends in done or in a stable 409, and the close in a state that one of them led to. */
@Tag("integration")
class CloseRacesTest {
    private static final int ROUNDS = Integer.getInteger("tally.races", 3);
    private static final Set<String> REFUSALS = Set.of(
            "illegal_transition",
            "exceptions_open",
            "drafts_not_ready",
            "exception_settled",
            "nothing_to_waive",
            "close_running");

    private final Books books = new Books();
    private final FakeSeals seals = new FakeSeals(Books.PARTITIONS);
    private final ExecutorService people = Executors.newFixedThreadPool(2);

    @AfterEach
    void close() {
        people.shutdownNow();
        books.close();
    }

    /** What somebody does. */
    private enum Act {
        START("planned"),
        CANCEL("planned sealing review approved"),
        WAIVE("review"),
        RECHECK("review"),
        APPROVE("review"),
        FINALIZE("approved");

        private final String from;

        Act(String from) {
            this.from = from;
        }

        void on(Closes desk, String id) {
            (switch (this) {
                        case START -> desk.begin(id);
                        case CANCEL -> desk.cancel(id, "a race", "key");
                        case WAIVE -> desk.waive(id, List.of(), "a race", "key");
                        case RECHECK -> desk.recheck(id, false);
                        case APPROVE -> desk.approve(id, "second");
                        case FINALIZE -> desk.finalizeInvoices(id);
                    })
                    .await()
                    .atMost(Books.PATIENCE);
        }
    }

    @Test
    void of_two_operations_at_once_each_is_done_or_refused_and_nothing_in_between() throws Exception {
        RatedLine line = Lines.fee("acme", OCTOBER, NOVEMBER, "1.00");
        books.customers("acme");
        books.collect(line);
        seals.know(line).unmatched("nobody", 1);
        String id = books.review(NOVEMBER, seals);
        for (Act one : Act.values()) {
            for (Act other : Act.values()) {
                for (String from : List.of("planned", "sealing", "review", "approved", "finalizing")) {
                    boolean open = one == Act.WAIVE || other == Act.WAIVE;
                    boolean legal = one.from.contains(from) || other.from.contains(from);
                    for (int round = 0; round < (legal ? ROUNDS : 1); round++) {
                        reset(id, from, open);
                        check(from, List.of(one, other), race(() -> on(one, id), () -> on(other, id)), state(id));
                    }
                }
            }
        }
        assertEquals("0", books.query("SELECT count(*) FROM billing.invoice"));
    }

    private String on(Act act, String id) {
        try {
            act.on(books.desk(), id);
            return "done";
        } catch (ProblemException refused) {
            assertEquals(409, refused.problem().status());
            return refused.problem().code();
        }
    }

    private List<String> race(Callable<String> one, Callable<String> other) throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        List<Future<String>> answers = new ArrayList<>();
        for (Callable<String> act : List.of(one, other)) {
            answers.add(people.submit(() -> {
                together.await();
                return act.call();
            }));
        }
        return List.of(answers.get(0).get(), answers.get(1).get());
    }

    private static void check(String from, List<Act> acts, List<String> answers, String after) {
        String told = from + " " + acts + " " + answers + " " + after;
        boolean legal = acts.stream().anyMatch(act -> act.from.contains(from));
        assertTrue(legal == answers.contains("done"), told);
        for (int i = 0; i < 2; i++) {
            assertTrue(answers.get(i).equals("done") || REFUSALS.contains(answers.get(i)), told);
        }
        boolean once = legal && acts.get(0) == acts.get(1) && acts.get(0) != Act.RECHECK;
        assertTrue(!once || !answers.get(0).equals(answers.get(1)), told);
        String expected = switch (after) {
            case "cancelled" -> "CANCEL";
            case "approved" -> from.equals("approved") ? "" : "APPROVE";
            case "finalizing" -> from.equals("finalizing") ? "" : "FINALIZE";
            case "sealing" -> from.equals("sealing") ? "" : "START";
            default -> "";
        };
        boolean led = expected.isEmpty()
                || acts.stream().anyMatch(act -> act.name().equals(expected.toUpperCase(Locale.ROOT)));
        assertTrue(led, told);
    }

    private String state(String id) {
        return books.query("SELECT state FROM billing.close WHERE id = '" + id + "'");
    }

    /** Back to where the race begins; the rest of the close stays as it is. */
    private void reset(String id, String state, boolean open) {
        boolean billing = state.equals("finalizing");
        books.run("UPDATE billing.close SET state = '" + state + "', cancelled_by = NULL, cancelled_at = NULL,"
                + " cancel_reason = NULL, finalized_at = " + (billing ? "now()" : "NULL") + ", approved_by = "
                + (billing || state.equals("approved") ? "'second', approved_at = now()" : "NULL, approved_at = NULL")
                + ", review = '{\"invoices\":1,\"lines\":1,\"totals\":{\"USD\":\"1.00\"},\"variance\":{},\"anomalies\":0,"
                + "\"skipped\":0}' WHERE id = '" + id + "'");
        books.run("UPDATE billing.close_work SET state = 'drafted'");
        books.run(
                open
                        ? "UPDATE billing.close_exception SET state = 'open'"
                        : "UPDATE billing.close_exception SET state = 'waived', waived_by = 'key', waiver_reason = 'x',"
                                + " waived_at = now()");
    }

    @Test
    void of_two_that_ask_at_once_for_the_same_or_overlapping_closes_one_wins() throws Exception {
        for (int round = 0; round < 5 * ROUNDS; round++) {
            Instant other = round % 2 == 0 ? NOVEMBER : NOVEMBER.plusSeconds(1);
            List<String> answers = race(() -> start(NOVEMBER), () -> start(other));
            assertEquals(1, answers.stream().filter("Started"::equals).count(), answers.toString());
            assertEquals(1, answers.stream().filter("Running"::equals).count(), answers.toString());
            assertEquals("1", books.query("SELECT count(*) FROM billing.close"));
            books.run("DELETE FROM billing.close");
        }
    }

    private String start(Instant cutoff) {
        Start start = books.start(cutoff);
        return start.getClass().getSimpleName();
    }
}
