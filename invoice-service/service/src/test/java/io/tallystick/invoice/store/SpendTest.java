package io.tallystick.invoice.store;

import static io.tallystick.invoice.Lines.DECEMBER;
import static io.tallystick.invoice.Lines.NOVEMBER;
import static io.tallystick.invoice.Lines.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.Lines;
import io.tallystick.invoice.app.Spend;
import io.tallystick.invoice.app.SpendQuery;
import io.tallystick.invoice.app.UsageLog;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.schemas.control.ControlRecord.LinesCollected;
import io.tallystick.schemas.rated.RatedLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a spend query says while everything around it changes, asked in one process and in another one. */
@Tag("integration")
class SpendTest {
    private static final Instant MID_NOVEMBER = Instant.parse("2026-11-15T00:00:00Z");

    private final BillingDesk desk = new BillingDesk();
    private final Books books = desk.books;
    private final Books elsewhere = Books.of(books.database);
    private final SpendQuery here = spend(books);
    private final SpendQuery there = spend(elsewhere);

    private static SpendQuery spend(Books of) {
        return new SpendQuery(of.spend, new QuietLog(), () -> MID_NOVEMBER, () -> Runnable::run);
    }

    @AfterEach
    void close() {
        elsewhere.close();
        desk.close();
    }

    @Test
    void many_who_ask_at_once_get_their_own_lines_and_nobody_elses() {
        List<RatedLine> lines = new ArrayList<>();
        for (int customer = 0; customer < 60; customer++) {
            for (int fees = 0; fees < customer % 4; fees++) {
                lines.add(Lines.fee(
                        "c" + customer, OCTOBER.plusSeconds(fees), NOVEMBER, "1" + fees + "." + (10 + customer)));
            }
        }
        books.collect(lines.toArray(RatedLine[]::new));
        List<CompletableFuture<Spend>> asked = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            asked.add((i % 2 == 0 ? here : there).of("c" + i % 60).subscribeAsCompletionStage());
        }
        for (int i = 0; i < 600; i++) {
            int customer = i % 60;
            if (customer % 4 == 0) {
                assertThat(asked.get(i))
                        .failsWithin(Books.PATIENCE)
                        .withThrowableThat()
                        .withMessageContaining("\"c" + customer + "\"");
                continue;
            }
            Spend spend = asked.get(i).join();
            assertThat(spend.customerId()).isEqualTo("c" + customer);
            assertThat(spend.periods()).hasSize(customer % 4);
            assertThat(spend.periods().getLast().total())
                    .isEqualTo(new BigDecimal("1" + (customer % 4 - 1) + "." + (10 + customer)));
        }
    }

    @Test
    void a_question_that_the_database_cannot_take_fails_alone() {
        books.collect(Lines.fee("acme", OCTOBER, NOVEMBER, "49.00"));
        List<CompletableFuture<Spend>> asked = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            asked.add(here.of(i % 5 == 3 ? "ac\0me" : "acme").subscribeAsCompletionStage());
        }
        for (int i = 0; i < 200; i++) {
            if (i % 5 == 3) {
                assertThat(asked.get(i)).failsWithin(Books.PATIENCE);
            } else {
                assertThat(asked.get(i).join().total()).isEqualTo("49.00");
            }
        }
    }

    @Test
    void whoever_asks_again_never_sees_an_older_state_wherever_it_asks() throws InterruptedException {
        RatedLine first = Lines.usage("acme", OCTOBER, NOVEMBER, "1", "0.01");
        books.collect(first);
        AtomicInteger collected = new AtomicInteger(1);
        AtomicBoolean done = new AtomicBoolean();
        List<String> older = new ArrayList<>();
        List<Thread> readers = new ArrayList<>();
        for (int reader = 0; reader < 4; reader++) {
            int offset = reader;
            readers.add(Thread.ofPlatform().start(() -> {
                long seen = 0;
                for (int i = offset; !done.get(); i++) {
                    int least = collected.get();
                    long now = quantity(i % 2 == 0 ? here : there);
                    if (now < least || now < seen) {
                        synchronized (older) {
                            older.add(now + " after " + Math.max(least, seen));
                        }
                    }
                    seen = now;
                }
            }));
        }
        for (int revision = 2; revision <= 200; revision++) {
            (revision % 2 == 0 ? books : elsewhere)
                    .collect(Lines.usage("acme", OCTOBER, NOVEMBER, "" + revision, "0.01")
                            .withRevision(revision));
            collected.set(revision);
        }
        done.set(true);
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(older).isEmpty();
        assertThat(quantity(there)).isEqualTo(200);
    }

    @Test
    void a_correction_is_seen_by_the_next_question() {
        RatedLine line = Lines.usage("acme", OCTOBER, NOVEMBER, "12000", "10.00");
        books.collect(line);
        assertThat(ask(here, "acme").total()).isEqualTo("10.00");
        elsewhere.collect(
                Lines.usage("acme", OCTOBER, NOVEMBER, "11000", "5.00").withRevision(2));
        assertThat(ask(here, "acme").total()).isEqualTo("5.00");
        elsewhere.collect(Lines.adjustment(line, DECEMBER, "-1000", "-4.99"));
        assertThat(ask(here, "acme").total()).isEqualTo("0.01");
    }

    @Test
    void a_close_between_two_questions_shows_in_the_second_one() {
        books.customers("acme");
        desk.collect(
                Lines.usage("acme", OCTOBER, NOVEMBER, "12000", "10.00"),
                Lines.fee("acme", OCTOBER, DECEMBER, "49.00"),
                Lines.fee("acme", NOVEMBER, DECEMBER, "7.00"));
        assertThat(ask(here, "acme")).satisfies(before -> {
            assertThat(before.total()).isEqualTo("66.00");
            assertThat(before.uninvoiced()).isEqualTo("66.00");
        });
        elsewhere.close(NOVEMBER, desk.seals);
        assertThat(ask(here, "acme")).satisfies(after -> {
            assertThat(after.periods().stream()
                            .flatMap(period -> period.lines().stream())
                            .map(Spend.Line::invoiced))
                    .containsExactly(true, true);
            assertThat(after.total()).isEqualTo("56.00");
            assertThat(after.uninvoiced()).isEqualTo("0.00");
        });
    }

    @Test
    void master_data_and_credits_show_in_the_next_question() {
        books.collect(Lines.fee("acme", OCTOBER, NOVEMBER, "49.00"));
        assertThat(ask(here, "acme").credits()).isEmpty();
        elsewhere.customers("acme");
        desk.credit("acme", "bought", "100.00", null, null);
        assertThat(ask(here, "acme").credits().getFirst().available()).isEqualTo("51.00");
        elsewhere.run("UPDATE billing.customer SET currency = 'EUR' WHERE id = 'acme'");
        Spend inEuro = ask(here, "acme");
        assertThat(inEuro.currency()).isEqualTo("EUR");
        assertThat(inEuro.total()).isEqualTo("0.00");
        assertThat(inEuro.otherTotals()).isEqualTo(Map.of("USD", new BigDecimal("49.00")));
    }

    @Test
    void nobody_is_a_customer_without_master_data_and_lines() {
        books.customers("known");
        assertThat(ask(here, "known").total()).isEqualTo("0.00");
        assertThatThrownBy(() -> ask(here, "unknown")).hasMessageContaining("there is no customer \"unknown\"");
    }

    @Test
    void the_lines_of_the_customer_are_read_and_no_others() {
        books.collect(Lines.usage("acme", OCTOBER, NOVEMBER, "1000000", "0.01"));
        books.run(
                "INSERT INTO billing.rated_line SELECT 'other' || n, gen_random_uuid(), 1, 0, now(), now(), now(), 'USAGE',"
                        + " 'USD', 0, 0, 0, '{}' FROM generate_series(1, 20000) n");
        books.run("ANALYZE billing.rated_line");
        String plan = books.query("EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, SUMMARY OFF) "
                + HeldLines.HELD
                        .replace("$1", "ARRAY['acme', 'nobody']")
                        .replace("$2", "ARRAY['" + NOVEMBER + "', '" + NOVEMBER + "']"));
        int pages = Integer.parseInt(plan.replaceAll("(?s).*?shared hit=(\\d+).*", "$1"));
        assertThat(pages).as(plan).isLessThan(30);
    }

    private static Spend ask(SpendQuery query, String customer) {
        return query.of(customer).await().atMost(Books.PATIENCE);
    }

    private static long quantity(SpendQuery query) {
        return ask(query, "acme")
                .periods()
                .getFirst()
                .lines()
                .getFirst()
                .quantity()
                .longValueExact();
    }

    /** Nothing is under way. */
    private static final class QuietLog implements UsageLog {
        @Override
        public Close.Barrier appendBarrier(Close.Request close) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void append(int partition, LinesCollected collected) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Ends> ends() {
            return Uni.createFrom().item(new Ends(MID_NOVEMBER, Map.of()));
        }
    }
}
