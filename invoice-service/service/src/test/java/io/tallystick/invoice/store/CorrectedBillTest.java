package io.tallystick.invoice.store;

import static io.tallystick.invoice.Lines.DECEMBER;
import static io.tallystick.invoice.Lines.NOVEMBER;
import static io.tallystick.invoice.Lines.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallystick.invoice.Lines;
import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.invoice.assembly.InvoiceLine;
import io.tallystick.schemas.rated.RatedLine;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What rating corrects after a close stands on the next invoice, upwards and downwards, and names the line that it corrects. */
@Tag("integration")
class CorrectedBillTest {
    private static final Instant JANUARY = Instant.parse("2027-01-01T00:00:00Z");

    private final BillingDesk desk = new BillingDesk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void adjustments_of_two_closed_periods_are_on_the_next_invoice_and_the_first_ones_stay_as_they_are() {
        desk.books.customers("acme");
        RatedLine october = Lines.usage("acme", OCTOBER, NOVEMBER, "120", "110.00");
        RatedLine november = Lines.usage("acme", NOVEMBER, DECEMBER, "100", "100.00");
        desk.collect(october);
        desk.close(NOVEMBER);
        Invoice.Finalized first = desk.invoice("acme");
        desk.collect(november);
        desk.close(DECEMBER);
        Invoice.Finalized second = desk.invoice("acme");

        desk.collect(
                Lines.usage("acme", DECEMBER, JANUARY, "300", "210.00"),
                Lines.adjustment(october, JANUARY, "-70", "-60.00"),
                Lines.adjustment(november, JANUARY, "30", "15.00"));
        desk.close(JANUARY);

        Invoice.Finalized third = desk.invoice("acme");
        assertThat(first.lines()).extracting(InvoiceLine::adjusts).containsOnlyNulls();
        assertThat(second.subtotal()).isEqualByComparingTo("100.00");
        assertThat(third.lines())
                .filteredOn(line -> line.adjusts() != null)
                .extracting(line -> line.adjusts() + " " + line.amount().toPlainString())
                .containsExactlyInAnyOrder(october.id() + " -60.00", november.id() + " 15.00");
        assertThat(third.subtotal()).isEqualByComparingTo("165.00");
    }
}
