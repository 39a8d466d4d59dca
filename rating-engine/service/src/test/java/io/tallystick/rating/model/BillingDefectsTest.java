package io.tallystick.rating.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.schemas.bill.BillDiscount;
import io.tallystick.schemas.bill.BillItem;
import io.tallystick.schemas.bill.Discounts;
import io.tallystick.schemas.bill.Scope;
import io.tallystick.schemas.bill.TaxRate;
import io.tallystick.schemas.bill.Taxes;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Step;
import io.tallystick.schemas.usage.UsageEvent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases that other engines get wrong, by their number in the published list, as far as they are about lines and bills. */
class BillingDefectsTest {
    private static final String FEE =
            "{key: fee, kind: RECURRING, timing: IN_ADVANCE, price: {model: flat, amount: '31.00'}}";
    private static final String CALLS =
            "{key: calls, kind: USAGE, meter: calls, price: {model: per_unit, unitPrice: '0.10'}}";
    private static final String SECONDS =
            "{key: seconds, kind: USAGE, meter: seconds, price: {model: per_unit, unitPrice: '0.10'}}";

    private final Fixture fixture = Fixture.utc();

    @Test
    void defect_03_an_event_at_midnight_of_day_one_is_billed_in_the_new_period_only() {
        InMemoryRating rating = started("2026-11-01", CALLS);

        rating.batch(fixture.events("calls", "2026-12-01", 1));
        rating.due(fixture.at("2026-12-02"));

        List<RatedLine> lines = Fixture.of(rating.lines(), "calls");
        assertEquals(List.of(0L, 1L), lines.stream().map(RatedLine::eventCount).toList());
    }

    @Test
    void defect_20_usage_corrected_downwards_after_billing_is_a_negative_adjustment_line() {
        InMemoryRating rating = started("2026-11-01", SECONDS);
        rating.batch(List.of(fixture.event("seconds", "2026-11-05", "100")));
        rating.seal(fixture.at("2026-12-01"));

        rating.batch(List.of(fixture.event("seconds", "2026-11-06", "-30")));

        List<RatedLine> november = linesOf(rating, "seconds", "2026-11-01");
        assertEquals(2, november.size());
        RatedLine correction = adjustment(november);
        assertEquals(new BigDecimal("-3.00"), correction.amount());
        assertEquals(new BigDecimal("-30"), correction.quantity());
        assertEquals(november.getFirst().id(), correction.adjusts());
        assertEquals("late_usage", correction.reason());
        assertEquals(new BigDecimal("10.00"), november.getFirst().amount());
    }

    @Test
    void defect_21_usage_three_periods_late_is_an_adjustment_on_the_next_bill_that_names_its_line() {
        InMemoryRating rating = started("2026-08-01", CALLS);
        rating.batch(fixture.events("calls", "2026-08-10", 5));
        for (String cutoff : List.of("2026-09-01", "2026-10-01", "2026-11-01")) {
            rating.seal(fixture.at(cutoff));
        }

        rating.batch(fixture.events("calls", "2026-08-11", 2));
        List<RatedLine> december = rating.seal(fixture.at("2026-12-01"));

        RatedLine correction = adjustment(december);
        assertEquals(new BigDecimal("0.20"), correction.amount());
        assertEquals(fixture.at("2026-08-01"), correction.servicePeriodStart());
        assertEquals(fixture.at("2026-12-01"), correction.billableAt());
        assertEquals(2, correction.eventCount());
    }

    @Test
    void defect_22_lines_that_are_made_twice_have_the_same_ids_and_the_same_bytes() {
        fixture.plan("plan", FEE, CALLS);
        Subscription subscription = fixture.subscription("plan", "2026-11-01");
        List<UsageEvent> events = fixture.events("calls", "2026-11-05", 3);
        InMemoryRating once = fixture.rating();
        InMemoryRating again = fixture.rating();

        once.changed(subscription, fixture.at("2026-11-01"));
        once.batch(events);
        again.changed(subscription, fixture.at("2026-11-01"));
        again.batch(events.subList(0, 1));
        again.due(fixture.at("2026-11-20"));
        again.changed(subscription, fixture.at("2026-11-21"));
        again.batch(events);

        assertEquals(bytes(once), bytes(again));
    }

    @ParameterizedTest
    @CsvSource({
        "America/Sao_Paulo, 2017-08-31, 31",
        "Africa/Casablanca, 2025-12-29, 29",
        "Australia/Lord_Howe, 2025-08-30, 30",
        "America/Sao_Paulo, 2018-01-31, 31",
        "Europe/Berlin, 2024-01-31, 31"
    })
    void defect_23_fee_lines_tile_and_the_day_of_the_anchor_comes_back(String zone, String start, int day) {
        Fixture there = Fixture.in(zone).plan("plan", FEE);
        InMemoryRating rating = there.rating();

        rating.changed(there.subscription("plan", start), there.at(start).plusSeconds(86_400L * 800));

        List<RatedLine> lines = Fixture.of(rating.lines(), "fee");
        assertTrue(lines.size() > 24, "two years of lines");
        Instant next = there.at(start);
        for (RatedLine line : lines) {
            assertEquals(next, line.servicePeriodStart(), "no gap, no overlap");
            assertEquals(new BigDecimal("31.00"), line.amount(), "every period is a whole one");
            LocalDate first = LocalDate.ofInstant(line.servicePeriodStart(), ZoneId.of(zone));
            assertEquals(Math.min(day, YearMonth.from(first).lengthOfMonth()), first.getDayOfMonth());
            next = line.servicePeriodEnd();
        }
    }

    @Test
    void defect_26_a_price_change_inside_a_graduated_period_keeps_the_position_in_the_tiers_and_says_so() {
        fixture.plan("old", graduated("0.0050", "0.0040")).plan("new", graduated("0.0100", "0.0080"));
        InMemoryRating rating = fixture.rating();
        rating.changed(
                fixture.subscription("old", "2026-11-01", fixture.toPlan("new", "2026-11-16")),
                fixture.at("2026-11-01"));

        rating.batch(fixture.events("calls", "2026-11-10", 80));
        rating.batch(fixture.events("calls", "2026-11-20", 70));

        List<RatedLine> lines = linesOf(rating, "calls", "2026-11-01", "2026-11-16");
        // Old: 80 of the first 100 are free of the second tier. New: 20 more in the first tier, 50 in the second.
        assertEquals(new BigDecimal("0.4"), lines.get(0).unroundedAmount());
        assertEquals(new BigDecimal("0.6"), lines.get(1).unroundedAmount());
        assertEquals(
                List.of("old", "new"), lines.stream().map(RatedLine::planKey).toList());
        Step rule = lines.get(1).steps().getLast();
        assertEquals("less 80 used before 16 Nov 2026, which took the first places in these tiers", rule.label());
        assertEquals(new BigDecimal("-0.8"), rule.amount());
    }

    @Test
    void defect_26_an_unchanged_price_continues_on_one_line_over_a_change_of_plan() {
        fixture.plan("old", graduated("0.0050", "0.0040"), FEE).plan("new", graduated("0.0050", "0.0040"));
        InMemoryRating rating = fixture.rating();
        rating.changed(
                fixture.subscription("old", "2026-11-01", fixture.toPlan("new", "2026-11-16")),
                fixture.at("2026-11-01"));

        rating.batch(fixture.events("calls", "2026-11-10", 80));
        rating.batch(fixture.events("calls", "2026-11-20", 70));

        List<RatedLine> lines = Fixture.of(rating.lines(), "calls");
        assertEquals(1, lines.size());
        assertEquals(new BigDecimal("0.7"), lines.getFirst().unroundedAmount());
    }

    @Test
    void defect_29_a_coupon_above_the_total_leaves_zero_and_no_tax() {
        CurrencyUnit usd = CurrencyUnit.of("USD");
        List<BillItem> items = List.of(new BillItem("line", Money.of("USD", "100.00"), Set.of()));

        Discounts.Discounted discounted = Discounts.apply(
                usd,
                items,
                List.of(new BillDiscount(
                        "coupon",
                        "Coupon",
                        BillDiscount.Level.INVOICE,
                        Scope.ALL,
                        new BillDiscount.Fixed(Money.of("USD", "120.00")))));
        Taxes.Taxed taxed = Taxes.compute(
                usd,
                List.of(items.getFirst().withAmount(discounted.left().getFirst())),
                List.of(TaxRate.of("vat", "0.10")),
                Taxes.Per.RATE);

        assertEquals(Money.of("USD", "100.00"), discounted.applied().getFirst().amount());
        assertEquals(Money.of("USD", "0.00"), taxed.tax());
        assertEquals(Money.of("USD", "0.00"), taxed.gross());
    }

    private InMemoryRating started(String start, String... charges) {
        fixture.plan("plan", charges);
        InMemoryRating rating = fixture.rating();
        rating.changed(fixture.subscription("plan", start), fixture.at(start));
        return rating;
    }

    private List<RatedLine> linesOf(InMemoryRating rating, String charge, String... starts) {
        List<Instant> wanted = List.of(starts).stream().map(fixture::at).toList();
        return Fixture.of(rating.lines(), charge).stream()
                .filter(line -> wanted.contains(line.servicePeriodStart()))
                .toList();
    }

    private static RatedLine adjustment(List<RatedLine> lines) {
        return lines.stream()
                .filter(line -> line.kind() == RatedLine.Kind.ADJUSTMENT)
                .reduce((a, b) -> {
                    throw new AssertionError("more than one adjustment");
                })
                .orElseThrow();
    }

    private static String graduated(String first, String second) {
        return "{key: calls, kind: USAGE, meter: calls, price: {model: graduated, tiers:"
                + " [{upTo: '100', unitPrice: '%s'}, {unitPrice: '%s'}]}}".formatted(first, second);
    }

    private static List<String> bytes(InMemoryRating rating) {
        return rating.lines().stream()
                .map(line -> new String(Json.bytes(line.withRevision(0)), StandardCharsets.UTF_8))
                .sorted()
                .toList();
    }
}
