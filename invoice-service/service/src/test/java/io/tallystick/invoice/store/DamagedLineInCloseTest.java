package io.tallystick.invoice.store;

import static io.tallystick.invoice.Lines.NOVEMBER;
import static io.tallystick.invoice.Lines.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallystick.invoice.FakeSeals;
import io.tallystick.invoice.Lines;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.schemas.rated.RatedLine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A line that no longer says what was proven is billed to nobody. */
@Tag("integration")
class DamagedLineInCloseTest {
    private static final RatedLine ACME = Lines.usage("acme", OCTOBER, NOVEMBER, "12000", "10.00");
    private static final RatedLine BETA = Lines.usage("beta", OCTOBER, NOVEMBER, "11000", "5.00");

    @Test
    void a_line_that_was_damaged_after_it_was_proven_is_left_to_the_next_close() {
        try (Books books = new Books()) {
            // Given
            books.customers("acme", "beta");
            books.collect(ACME, BETA);
            books.start(NOVEMBER, Close.Drive.MANUAL, true);
            String id = books.closes.running().orElseThrow().request().id();
            books.seal(
                    new FakeSeals(Books.PARTITIONS).know(ACME, BETA),
                    books.closes.running().orElseThrow().request());
            books.runner(1000, true).step();
            books.run("UPDATE billing.rated_line SET content = replace(content::text, '" + ACME.description()
                    + "', 'Something else')::json WHERE customer_id = 'acme'");

            // When
            books.run();
            books.desk().approve(id, "second").await().atMost(Books.PATIENCE);
            books.desk().finalizeInvoices(id).await().atMost(Books.PATIENCE);
            books.run();

            // Then
            assertThat(books.view(id).state()).isEqualTo("completed");
            assertThat(books.query("SELECT customer_id FROM billing.invoice")).isEqualTo("beta");
            assertThat(books.query("SELECT customer_id, state, code FROM billing.close_work WHERE state <> 'done'"))
                    .isEqualTo("acme exception draft_changed");
        }
    }
}
