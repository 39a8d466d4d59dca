package io.tallystick.invoice.assembly;

import static io.tallystick.invoice.Lines.DECEMBER;
import static io.tallystick.invoice.Lines.NOVEMBER;
import static io.tallystick.invoice.Lines.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallystick.invoice.Lines;
import io.tallystick.invoice.assembly.BillTerms.NamedRate;
import io.tallystick.invoice.assembly.BillTerms.TaxTerms;
import io.tallystick.schemas.bill.TaxRate;
import io.tallystick.schemas.bill.Taxes;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CreditNotesTest {
    private static final CurrencyUnit USD = CurrencyUnit.of("USD");
    private static final Party ACME = new Party("acme", "Acme", null, null, null, "en", "UTC");

    private static Invoice.Finalized invoice() {
        Invoice.Draft draft = Assembler.assemble(
                        "close",
                        DECEMBER,
                        ACME,
                        List.of(
                                Lines.fee("acme", NOVEMBER, DECEMBER, "49.00"),
                                Lines.usage("acme", OCTOBER, NOVEMBER, "3", "0.07"),
                                Lines.usage("acme", NOVEMBER, DECEMBER, "12000", "51.33")))
                .getFirst();
        TaxTerms taxes = new TaxTerms(
                List.of(
                        new NamedRate(TaxRate.of("vat", "0.19"), "VAT"),
                        new NamedRate(TaxRate.of("city", "0.0175"), "City tax")),
                Taxes.Per.RATE,
                Optional.empty());
        Money zero = Money.zero(USD);
        Bill bill = Biller.bill(
                USD, draft.lines(), new BillTerms(List.of(), taxes, List.of(), Map.of(), zero, zero), DECEMBER);
        return draft.finalizeAs(
                new InvoiceNumber("INV", 2026, 1),
                ACME,
                new Invoice.Dates(LocalDate.of(2026, 12, 1), LocalDate.of(2026, 12, 31), DECEMBER),
                bill,
                null);
    }

    @Test
    void a_full_note_gives_back_every_cent_of_net_and_tax() {
        Invoice.Finalized invoice = invoice();
        CreditNotes.Share share = CreditNotes.share(invoice, Map.of(), new CreditNotes.Ask.Full());
        assertThat(share.total()).isEqualByComparingTo(invoice.total());
        assertThat(share.net()).isEqualByComparingTo(invoice.bill().net());
        for (int t = 0; t < share.taxes().size(); t++) {
            assertThat(share.taxes().get(t).amount())
                    .isEqualByComparingTo(invoice.bill().taxes().get(t).amount());
        }
    }

    /** Any notes before, then all that is left: together they are the invoice, tax by tax. */
    @Test
    void many_notes_together_give_back_the_invoice_and_never_more() {
        Invoice.Finalized invoice = invoice();
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Map<String, BigDecimal> before = new HashMap<>();
            BigDecimal total = BigDecimal.ZERO;
            BigDecimal net = BigDecimal.ZERO;
            BigDecimal vat = BigDecimal.ZERO;
            for (int note = random.nextInt(6); note >= 0; note--) {
                BigDecimal left = invoice.total().subtract(total);
                BigDecimal amount =
                        BigDecimal.valueOf(1 + random.nextInt(2_000), 2).min(left);
                if (note > 0 && amount.signum() <= 0) {
                    continue;
                }
                CreditNotes.Ask ask = note > 0 ? new CreditNotes.Ask.Amount(amount) : new CreditNotes.Ask.Full();
                CreditNotes.Share share = CreditNotes.share(invoice, before, ask);
                share.lines().forEach(line -> before.merge(line.lineId(), line.amount(), BigDecimal::add));
                total = total.add(share.total());
                net = net.add(share.net());
                vat = vat.add(share.taxes().getFirst().amount());
                BigDecimal lines =
                        share.lines().stream().map(CreditNote.Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
                assertThat(lines).as("seed %d", seed).isEqualByComparingTo(share.total());
            }
            assertThat(total).as("seed %d", seed).isEqualByComparingTo(invoice.total());
            assertThat(net)
                    .as("seed %d", seed)
                    .isEqualByComparingTo(invoice.bill().net());
            assertThat(vat)
                    .as("seed %d", seed)
                    .isEqualByComparingTo(invoice.bill().taxes().getFirst().amount());
        }
    }

    @Test
    void more_than_is_left_of_a_line_and_a_line_of_another_invoice_are_refused() {
        Invoice.Finalized invoice = invoice();
        String fee = invoice.lines().getFirst().lineId();
        Map<String, BigDecimal> tooMuch = Map.of(fee, new BigDecimal("100.00"));
        assertThatThrownBy(() -> CreditNotes.share(invoice, Map.of(), new CreditNotes.Ask.Lines(tooMuch)))
                .isInstanceOf(CreditNotes.Refused.class)
                .hasMessageContaining("at most 59.17");
        Map<String, BigDecimal> unknown = Map.of("f".repeat(32), BigDecimal.ONE);
        assertThatThrownBy(() -> CreditNotes.share(invoice, Map.of(), new CreditNotes.Ask.Lines(unknown)))
                .isInstanceOf(CreditNotes.Refused.class)
                .hasMessageContaining("a line of the invoice");
    }
}
