package io.tallystick.invoice.assembly;

import static io.tallystick.invoice.Lines.DECEMBER;
import static io.tallystick.invoice.Lines.NOVEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallystick.invoice.Lines;
import io.tallystick.invoice.assembly.BillTerms.NamedRate;
import io.tallystick.invoice.assembly.BillTerms.TaxTerms;
import io.tallystick.schemas.bill.BillDiscount;
import io.tallystick.schemas.bill.Credit;
import io.tallystick.schemas.bill.Scope;
import io.tallystick.schemas.bill.TaxRate;
import io.tallystick.schemas.bill.Taxes;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BillerTest {
    private static final CurrencyUnit USD = CurrencyUnit.of("USD");
    private static final Money NOTHING = Money.zero(USD);
    private static final TaxRate VAT = TaxRate.of("vat", "0.19");

    private static List<InvoiceLine> lines() {
        return List.of(
                InvoiceLine.at(1, Lines.fee("acme", NOVEMBER, DECEMBER, "49.00"), new BigDecimal("49.00")),
                InvoiceLine.at(2, Lines.usage("acme", NOVEMBER, DECEMBER, "12000", "51.00"), new BigDecimal("51.00")));
    }

    private static BillTerms terms(
            List<BillDiscount> discounts, List<TaxRate> rates, List<Credit> credits, String carried, String minimum) {
        return new BillTerms(
                discounts,
                new TaxTerms(
                        rates.stream()
                                .map(rate -> new NamedRate(rate, rate.code()))
                                .toList(),
                        Taxes.Per.RATE,
                        Optional.empty()),
                credits,
                Map.of(),
                Money.of("USD", carried),
                Money.of("USD", minimum));
    }

    private static Credit credit(String balance, Optional<Instant> expiresAt, Scope scope) {
        return new Credit("c", Money.of("USD", balance), 0, expiresAt, Credit.Kind.GRANTED, NOVEMBER, scope);
    }

    private static BillDiscount percent(String rate, Scope scope) {
        return new BillDiscount(
                "off", "Off", BillDiscount.Level.INVOICE, scope, new BillDiscount.Percent(new BigDecimal(rate)));
    }

    private static Bill bill(BillTerms terms) {
        return Biller.bill(USD, lines(), terms, DECEMBER);
    }

    @Test
    void without_terms_the_bill_is_the_sum_of_its_lines() {
        Bill bill = bill(BillTerms.none(USD));
        assertThat(bill.subtotal()).isEqualByComparingTo("100.00");
        assertThat(bill.amountDue()).isEqualByComparingTo("100.00");
        assertThat(bill.taxes()).isEmpty();
    }

    @Test
    void discounts_come_before_taxes_and_taxes_before_credits() {
        Bill bill = bill(terms(
                List.of(percent("0.1", Scope.ALL)),
                List.of(VAT),
                List.of(credit("50.00", Optional.empty(), Scope.ALL)),
                "0",
                "0"));
        assertThat(bill.discounted()).isEqualByComparingTo("10.00");
        assertThat(bill.tax()).isEqualByComparingTo("17.10");
        assertThat(bill.total()).isEqualByComparingTo("107.10");
        assertThat(bill.amountDue()).isEqualByComparingTo("57.10");
    }

    @Test
    void a_scope_finds_lines_by_charge_meter_plan_and_kind() {
        for (String tag : List.of("charge:calls", "meter:api_calls", "kind:USAGE")) {
            assertThat(bill(terms(List.of(percent("1", Scope.of(tag))), List.of(), List.of(), "0", "0"))
                            .discounted())
                    .as(tag)
                    .isEqualByComparingTo("51.00");
        }
        assertThat(bill(terms(List.of(percent("1", Scope.of("plan:developer"))), List.of(), List.of(), "0", "0"))
                        .discounted())
                .isEqualByComparingTo("100.00");
    }

    @Test
    void an_inclusive_tax_is_taken_out_and_leaves_the_total() {
        Bill bill = bill(terms(
                List.of(),
                List.of(new TaxRate("vat", new BigDecimal("0.25"), true, false, Scope.ALL)),
                List.of(),
                "0",
                "0"));
        assertThat(bill.net()).isEqualByComparingTo("80.00");
        assertThat(bill.total()).isEqualByComparingTo("100.00");
        assertThat(bill.grossOf(0, new BigDecimal("49.00"))).isEqualByComparingTo("49.00");
    }

    @Test
    void every_line_has_its_share_and_the_shares_are_the_total() {
        Bill bill = bill(terms(
                List.of(percent("0.3333", Scope.ALL)),
                List.of(VAT, new TaxRate("city", new BigDecimal("0.0125"), false, true, Scope.ALL)),
                List.of(),
                "0",
                "0"));
        BigDecimal sum = bill.grossOf(0, new BigDecimal("49.00")).add(bill.grossOf(1, new BigDecimal("51.00")));
        assertThat(sum).isEqualByComparingTo(bill.total());
    }

    @Test
    void a_credit_that_expires_with_the_period_still_pays_it() {
        List<Credit> ending = List.of(credit("10.00", Optional.of(DECEMBER), Scope.ALL));
        assertThat(bill(terms(List.of(), List.of(), ending, "0", "0")).credited())
                .isEqualByComparingTo("10.00");
        List<Credit> ended = List.of(credit("10.00", Optional.of(DECEMBER.minusNanos(1_000)), Scope.ALL));
        assertThat(bill(terms(List.of(), List.of(), ended, "0", "0")).credited())
                .isEqualByComparingTo("0");
    }

    @Test
    void an_amount_below_the_minimum_is_carried_and_one_at_the_minimum_is_asked_for() {
        Bill below = bill(terms(List.of(), List.of(), List.of(), "0", "100.01"));
        assertThat(below.carriedOut()).isEqualByComparingTo("100.00");
        assertThat(below.amountDue()).isEqualByComparingTo("0");
        Bill at = bill(terms(List.of(), List.of(), List.of(), "0", "100.00"));
        assertThat(at.amountDue()).isEqualByComparingTo("100.00");
    }

    @Test
    void a_negative_amount_is_carried_and_what_was_carried_lowers_the_next_bill() {
        Bill negative = bill(terms(List.of(), List.of(), List.of(), "-130.00", "0"));
        assertThat(negative.carriedOut()).isEqualByComparingTo("-30.00");
        assertThat(negative.amountDue()).isEqualByComparingTo("0");
        Bill positive = bill(terms(List.of(), List.of(), List.of(), "12.34", "0"));
        assertThat(positive.amountDue()).isEqualByComparingTo("112.34");
        assertThat(positive.carriedOut()).isEqualByComparingTo(NOTHING.value());
    }

    @Test
    void a_credit_for_some_charges_does_not_pay_what_was_carried_in() {
        List<Credit> scoped = List.of(credit("500.00", Optional.empty(), Scope.of("kind:USAGE", "kind:RECURRING")));
        Bill bill = bill(terms(List.of(), List.of(), scoped, "7.00", "0"));
        assertThat(bill.credited()).isEqualByComparingTo("100.00");
        assertThat(bill.amountDue()).isEqualByComparingTo("7.00");
    }
}
