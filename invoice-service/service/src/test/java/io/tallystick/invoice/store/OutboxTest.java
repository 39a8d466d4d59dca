package io.tallystick.invoice.store;

import static io.tallystick.invoice.Lines.NOVEMBER;
import static io.tallystick.invoice.Lines.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallystick.invoice.FakeSeals;
import io.tallystick.invoice.Lines;
import io.tallystick.schemas.rated.RatedLine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is told of the invoices of a batch, which stand in the outbox as one row. */
@Tag("integration")
class OutboxTest {
    private final Books books = new Books();

    @AfterEach
    void close() {
        books.close();
    }

    /** Tells once, at most so many, and says what. */
    static List<String> told(Books books, int limit) {
        List<String> told = new ArrayList<>();
        int count = new PgOutbox(books.pool)
                .tellEvents(limit, events -> events.forEach(event -> told.add(event.id() + " " + event.data())));
        assertThat(told).hasSize(count);
        return told;
    }

    private void billThree() {
        FakeSeals seals = new FakeSeals(Books.PARTITIONS);
        RatedLine[] lines = List.of("a", "b", "c").stream()
                .map(one -> Lines.fee(one, OCTOBER, NOVEMBER, "1.00"))
                .toArray(RatedLine[]::new);
        books.customers("a", "b", "c");
        books.collect(lines);
        seals.know(lines);
        books.close(NOVEMBER, seals);
    }

    @Test
    void the_invoices_of_a_batch_are_told_each_once_in_the_order_of_their_numbers() {
        billThree();
        List<String> all = new ArrayList<>();
        for (List<String> told = told(books, 2); !told.isEmpty(); told = told(books, 2)) {
            assertThat(told).hasSizeLessThanOrEqualTo(2);
            all.addAll(told);
        }
        assertThat(all).hasSize(4);
        for (int i = 1; i <= 3; i++) {
            assertThat(all.get(i - 1))
                    .startsWith("invoice.finalized:INV-2026-00000" + i + " {")
                    .contains("\"number\":\"INV-2026-00000" + i + "\"");
        }
        assertThat(all.getLast()).startsWith("close.completed:");
    }

    @Test
    void what_the_log_did_not_take_is_told_again() {
        billThree();
        PgOutbox outbox = new PgOutbox(books.pool);
        assertThatThrownBy(() -> outbox.tellEvents(2, events -> {
                    throw new IllegalStateException("the log is away");
                }))
                .hasMessage("the log is away");
        assertThat(told(books, 1).getFirst()).startsWith("invoice.finalized:INV-2026-000001 ");
    }

    @Test
    void nothing_is_told_of_an_invoice_that_does_not_exist() {
        billThree();
        assertThatThrownBy(() -> books.run("INSERT INTO billing.outbox (event_id, type, occurred_at, series, year,"
                        + " next_sequence, last_sequence) VALUES ('x', 'invoice.finalized', now(), 'INV', 2026, 2, 4)"))
                .hasStackTraceContaining("tells of the invoices 2 to 4 of INV 2026, of which 2 exist");
    }
}
