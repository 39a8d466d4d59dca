package io.tallystick.invoice.assembly;

import static io.tallystick.invoice.Lines.DECEMBER;
import static io.tallystick.invoice.Lines.NOVEMBER;
import static io.tallystick.invoice.Lines.OCTOBER;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.invoice.Lines;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.RatedLine;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AssemblerTest {
    private static final Party ACME = new Party("acme", "Acme", null, null, null, "en", "UTC");
    private static final Party SELLER = new Party(null, "Seller", null, null, null, null, "UTC");
    private static final RatedLine FEE = Lines.fee("acme", NOVEMBER, DECEMBER, "49.00");
    private static final RatedLine USAGE = Lines.usage("acme", OCTOBER, NOVEMBER, "12470", "12.35");
    private static final RatedLine NOTHING = Lines.usage("acme", NOVEMBER, NOVEMBER, "0", "0.00");

    @Test
    void the_total_is_the_sum_of_the_lines_as_shown() {
        Invoice.Draft draft = only(USAGE, FEE, NOTHING);
        assertEquals(new BigDecimal("61.35"), draft.total());
        assertEquals(12470, draft.eventCount());
        assertEquals(new Period(OCTOBER, DECEMBER), draft.period());
    }

    @Test
    void lines_in_any_order_give_the_same_document_to_the_byte() {
        List<RatedLine> lines = new ArrayList<>(List.of(USAGE, FEE, NOTHING));
        byte[] first = document(lines);
        for (long seed = 0; seed < 20; seed++) {
            Collections.shuffle(lines, new Random(seed));
            assertArrayEquals(first, document(lines), "seed " + seed);
        }
    }

    @Test
    void fees_stand_before_usage() {
        List<RatedLine.Kind> kinds =
                only(USAGE, FEE).lines().stream().map(InvoiceLine::kind).toList();
        assertEquals(List.of(RatedLine.Kind.RECURRING, RatedLine.Kind.USAGE), kinds);
    }

    @Test
    void each_currency_has_its_own_invoice() {
        RatedLine euro =
                Lines.line("acme", "seats", RatedLine.Kind.ADD_ON, OCTOBER, NOVEMBER, OCTOBER, "2", "20.00", "EUR");
        List<Invoice.Draft> drafts = Assembler.assemble("close", NOVEMBER, ACME, List.of(FEE, euro));
        assertEquals(
                List.of("EUR", "USD"),
                drafts.stream().map(Invoice.Draft::currency).toList());
        assertEquals(
                List.of(new BigDecimal("20.00"), new BigDecimal("49.00")),
                drafts.stream().map(Invoice.Draft::total).toList());
    }

    @Test
    void an_amount_is_shown_with_the_digits_of_its_currency() {
        RatedLine short49 =
                Lines.line("acme", "fee", RatedLine.Kind.RECURRING, OCTOBER, NOVEMBER, OCTOBER, "1", "49", "USD");
        assertEquals("49.00", only(short49).lines().getFirst().amount().toPlainString());
    }

    @Test
    void lines_without_worth_give_an_invoice_of_zero() {
        assertEquals(new BigDecimal("0.00"), only(NOTHING).total());
    }

    @Test
    void no_lines_give_no_invoice() {
        assertTrue(Assembler.assemble("close", NOVEMBER, ACME, List.of()).isEmpty());
    }

    @Test
    void what_may_not_stand_on_the_invoice_is_refused() {
        RatedLine tooPrecise =
                Lines.line("acme", "x", RatedLine.Kind.USAGE, OCTOBER, NOVEMBER, NOVEMBER, "1", "0.001", "USD");
        RatedLine tooLate = Lines.usage("acme", NOVEMBER, DECEMBER, "1", "0.01");
        RatedLine foreign = Lines.fee("globex", OCTOBER, NOVEMBER, "1.00");
        for (RatedLine line : List.of(tooPrecise, tooLate, foreign)) {
            assertThrows(IllegalArgumentException.class, () -> only(line));
        }
        assertThrows(IllegalArgumentException.class, () -> only(FEE, FEE));
    }

    @Test
    void the_id_of_an_invoice_follows_from_close_customer_and_currency() {
        assertEquals(only(FEE).id(), only(USAGE).id());
        assertEquals(Invoice.idOf("close", "acme", "USD"), only(FEE).id());
    }

    private static Invoice.Draft only(RatedLine... lines) {
        List<Invoice.Draft> drafts = Assembler.assemble("close", NOVEMBER, ACME, List.of(lines));
        assertEquals(1, drafts.size());
        return drafts.getFirst();
    }

    private static byte[] document(List<RatedLine> lines) {
        Invoice.Draft draft = Assembler.assemble("close", NOVEMBER, ACME, lines).getFirst();
        InvoiceNumber number = new InvoiceNumber("INV", 2026, 7);
        return Json.bytes(draft.finalizeAs(
                number,
                SELLER,
                new Invoice.Dates(LocalDate.of(2026, 11, 2), LocalDate.of(2026, 12, 2), DECEMBER),
                Bill.plain(draft.total()),
                null));
    }
}
