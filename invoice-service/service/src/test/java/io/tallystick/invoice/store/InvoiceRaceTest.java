package io.tallystick.invoice.store;

import static io.tallystick.invoice.Lines.NOVEMBER;
import static io.tallystick.invoice.Lines.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallystick.invoice.Lines;
import io.tallystick.invoice.app.CloseRunner;
import io.tallystick.invoice.assembly.CreditNotes;
import io.tallystick.schemas.rated.RatedLine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two people at once, every pair of commands, on the real database: what both get is what they would get one after the other, in
 * one order or the other. Rounds: {@code -Dtally.race.rounds}, 5 by default.
 */
@Tag("integration")
class InvoiceRaceTest {
    private static final int ROUNDS = Integer.getInteger("tally.race.rounds", 5);
    private static final String ILLEGAL = "409 illegal_transition";

    private final BillingDesk desk = new BillingDesk();
    private final ExecutorService two = Executors.newFixedThreadPool(2);
    private final Map<String, Function<String, String>> commands = new LinkedHashMap<>();

    InvoiceRaceTest() {
        commands.put(
                "void",
                id -> BillingDesk.attempt(
                        () -> desk.receivables.voidInvoice(id, Optional.empty()).state()));
        commands.put("pay", id -> desk.pay(id, "100.00"));
        commands.put("credit", id -> credit(id, new CreditNotes.Ask.Full()));
        commands.put("credit 60", id -> credit(id, new CreditNotes.Ask.Amount(new BigDecimal("60.00"))));
        commands.put(
                "write off",
                id -> BillingDesk.attempt(
                        () -> desk.receivables.writeOff(id, Optional.empty()).state()));
    }

    private String credit(String id, CreditNotes.Ask ask) {
        return BillingDesk.attempt(() -> {
            desk.receivables.credit(id, ask, "race", Optional.empty());
            return "credited";
        });
    }

    @AfterEach
    void close() {
        two.shutdownNow();
        assertThat(desk.unbalanced()).isEmpty();
        desk.close();
    }

    /** What each pair answers one after the other, first the row, then the column. */
    private static List<List<String>> sequential(String first, String second) {
        return List.of(
                List.of(after(null, first), after(first, second)), List.of(after(second, first), after(null, second)));
    }

    private static String after(String before, String command) {
        String done = switch (command) {
            case "void" -> "voided";
            case "pay" -> "paid";
            case "write off" -> "uncollectible";
            default -> "credited";
        };
        if (before == null) {
            return done;
        }
        return switch (before) {
            case "void" -> ILLEGAL;
            case "pay" -> command.startsWith("credit") ? done : ILLEGAL;
            case "credit" -> command.startsWith("credit") ? "409 nothing_left" : ILLEGAL;
            case "credit 60" ->
                switch (command) {
                    case "void" -> ILLEGAL;
                    case "pay" -> "422 payment_above_open";
                    case "credit 60" -> "422 credit_above_billed";
                    default -> done;
                };
            default -> command.equals("void") || command.equals("write off") ? ILLEGAL : done;
        };
    }

    @Test
    void of_two_commands_at_once_each_gets_what_it_would_get_one_after_the_other() throws Exception {
        List<String> names = List.copyOf(commands.keySet());
        List<String> invoices = new ArrayList<>(invoices(names.size() * names.size() * ROUNDS));
        for (String first : names) {
            for (String second : names) {
                for (int round = 0; round < ROUNDS; round++) {
                    List<String> answers = race(invoices.removeLast(), commands.get(first), commands.get(second));
                    assertThat(sequential(first, second))
                            .as("%s and %s, round %d", first, second, round)
                            .contains(answers);
                }
            }
        }
        assertThat(desk.books.query("SELECT min(sequence), max(sequence) = count(*) FROM billing.credit_note"))
                .as("credit notes have no gap")
                .isEqualTo("1 t");
        assertThat(desk.books.query(
                        "SELECT count(*) FROM billing.invoice_account WHERE credited > total OR paid > due"))
                .isEqualTo("0");
    }

    @Test
    void the_last_redemption_of_a_coupon_is_taken_once_by_closers_at_once() throws Exception {
        int customers = 40;
        desk.discount("last", "50", true, 7, null);
        invoices(customers);
        assertThat(desk.books.query("SELECT count(*), sum(total) FROM billing.invoice WHERE total = 50"))
                .isEqualTo("7 350.00");
        assertThat(desk.books.query("SELECT redeemed FROM billing.discount")).isEqualTo("7");
    }

    @Test
    void a_credit_pays_once_though_it_is_granted_while_invoices_are_made() throws Exception {
        desk.books.customers("acme");
        desk.collect(Lines.fee("acme", OCTOBER, NOVEMBER, "100.00"));
        Future<?> granting = two.submit(() -> {
            for (int i = 0; i < 10; i++) {
                desk.credit("acme", "bought", "30.00", null, null);
            }
        });
        desk.close(OCTOBER);
        granting.get();
        String used =
                desk.books.query("SELECT COALESCE(sum(amount), 0) FROM billing.ledger_entry WHERE account = 'applied'");
        assertThat(new BigDecimal(used))
                .isEqualByComparingTo(desk.invoice("acme").bill().credited());
        assertThat(desk.books.query("SELECT sum(balance) + " + used + " FROM billing.credit"))
                .isEqualTo("300.00");
    }

    /** Invoices of 100.00 for so many customers, made by two closers. */
    private List<String> invoices(int count) throws Exception {
        List<RatedLine> lines = new ArrayList<>();
        List<String> customers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            customers.add("c" + i);
            lines.add(Lines.fee("c" + i, OCTOBER, NOVEMBER, "100.00"));
        }
        desk.books.customers(customers.toArray(String[]::new));
        desk.collect(lines.toArray(RatedLine[]::new));
        desk.books.start(OCTOBER);
        CloseRunner runner = desk.books.runner(3, true);
        runner.step();
        desk.books.seal(desk.seals, desk.books.closes.running().orElseThrow().request());
        runner.step();
        List<Future<?>> closers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            closers.add(two.submit(() -> {
                while (!(desk.books.runner(3, true).step() instanceof CloseRunner.Step.Idle)) {
                    Thread.onSpinWait();
                }
            }));
        }
        for (Future<?> closer : closers) {
            closer.get();
        }
        return desk.books
                .query("SELECT replace(id::text, '-', '') FROM billing.invoice")
                .lines()
                .toList();
    }

    private List<String> race(String id, Function<String, String> first, Function<String, String> second)
            throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        Future<String> one = two.submit(() -> together(start, first, id));
        Future<String> other = two.submit(() -> together(start, second, id));
        return List.of(one.get(), other.get());
    }

    private static String together(CyclicBarrier start, Function<String, String> command, String id)
            throws InterruptedException, BrokenBarrierException {
        start.await();
        return command.apply(id);
    }
}
