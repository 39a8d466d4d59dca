package io.tallystick.demo.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tallystick.demo.DemoCustomer;
import io.tallystick.demo.DemoCustomer.Volume;
import io.tallystick.demo.Take;
import io.tallystick.demo.Tier;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The oracle itself is checked by hand: every figure here was worked out on paper. */
final class OracleTest {
    private static final Instant CUTOFF = Instant.parse("2026-11-01T00:00:00Z");
    private static final LocalDate FIRST = LocalDate.of(2026, 10, 1);
    private static final String BOOK = """
            meters:
              - key: calls
                eventTypes: [call]
                aggregation: COUNT
                filter: [{dimension: outcome, in: [ok]}]
                dimensions: {outcome: /outcome}
              - {key: seconds, eventTypes: [compute], aggregation: SUM, value: /seconds, dimensions: {kind: /kind}}
              - {key: gb, eventTypes: [level], aggregation: TIME_WEIGHTED, value: /gb, dimensions: {disk: /disk}}
              - {key: hours, eventTypes: [hours], aggregation: SUM, value: /hours}
            plans:
              - key: developer
                charges:
                  - {key: fee, kind: RECURRING, timing: IN_ADVANCE, price: {model: flat, amount: "49.00"}}
                  - key: calls
                    kind: USAGE
                    meter: calls
                    allowance: "2"
                    price: {model: graduated, tiers: [{upTo: "3", unitPrice: "0.50"}, {unitPrice: "0.25"}]}
                  - key: seconds
                    kind: USAGE
                    meter: seconds
                    allowance: "10"
                    price:
                      model: matrix
                      dimensions: [kind]
                      rows:
                        - {match: {kind: cpu}, price: {model: per_unit, unitPrice: "0.01"}}
                        - {match: {kind: gpu}, price: {model: per_unit, unitPrice: "0.10"}}
                      otherwise: {model: per_unit, unitPrice: "1"}
                  - {key: gb, kind: USAGE, meter: gb, price: {model: per_unit, unitPrice: "0.10"}}
                  - key: hours
                    kind: USAGE
                    meter: hours
                    transform: {multiplyBy: "4", round: UP}
                    price: {model: per_unit, unitPrice: "45"}
                  - {key: backup, kind: PERCENT_OF, optional: true, of: [gb], rate: "0.20"}
                  - {key: care, kind: ADD_ON, price: {model: per_unit, unitPrice: "31.00"}}
                  - key: seats
                    kind: ONE_OFF
                    price: {model: volume, tiers: [{upTo: "9", unitPrice: "600"}, {unitPrice: "480"}]}
                commitment: {minimum: "100.00"}
                discounts: [{key: volume, of: [seconds], tiers: [{from: "1000.00", rate: "0.05"}]}]
            """;

    private final List<String> accepted = new ArrayList<>();

    @Test
    void calls_beyond_the_included_ones_are_priced_tier_by_tier_and_failed_ones_not_at_all() {
        for (int i = 0; i < 6; i++) {
            call("c" + i, "2026-10-05T00:00:00Z", "ok");
        }
        call("failed", "2026-10-05T00:00:00Z", "error");
        // 6 - 2 included = 4: 3 × 0.50 + 1 × 0.25.
        assertEquals("1.75", amount(customer("UTC", FIRST, FIRST), "calls"));
    }

    @Test
    void an_event_at_the_end_of_the_period_belongs_to_the_next() {
        call("a", "2026-10-31T23:59:59.999999Z", "ok");
        call("b", "2026-11-01T00:00:00Z", "ok");
        assertEquals(
                "1", line(customer("UTC", FIRST, FIRST), "calls").quantity().toPlainString());
    }

    @Test
    void an_allowance_around_a_matrix_is_used_up_row_by_row() {
        compute("a", "4", "cpu");
        compute("b", "8", "gpu");
        compute("c", "1.5", "tpu");
        // 10 included: 4 cpu, 6 gpu; 2 × 0.10 + 1.5 × 1.
        assertEquals("1.70", amount(customer("UTC", FIRST, FIRST), "seconds"));
    }

    @Test
    void a_level_is_weighted_by_how_long_it_holds_and_carried_into_the_period() {
        level("a", "2026-09-30T00:00:00Z", "31");
        level("b", "2026-10-11T00:00:00Z", "62");
        // 31 for 10 days, 62 for 21 days of 31: 10 + 42 = 52 GB-months.
        OracleLine line = line(customer("UTC", FIRST, FIRST), "gb");
        assertEquals("52", line.quantity().stripTrailingZeros().toPlainString());
        assertEquals("5.20", line.amount().toPlainString());
        assertEquals("1.04", amount(customer("UTC", FIRST, FIRST).taking(new Take("backup", 1, FIRST)), "backup"));
    }

    @Test
    void a_level_that_begins_inside_the_period_counts_for_its_share_of_the_whole_period() {
        level("a", "2026-10-12T00:00:00Z", "31");
        // 31 for 20 days of 31 are 20 GB-months, not 31.
        OracleLine line = line(customer("UTC", FIRST.withDayOfMonth(12), FIRST), "gb");
        assertEquals("20", line.quantity().stripTrailingZeros().toPlainString());
    }

    @Test
    void levels_of_different_things_add_up() {
        level("a", "2026-09-30T00:00:00Z", "10");
        add("b", "level", "2026-10-01T00:00:00Z", "\"gb\":\"5\",\"disk\":\"other\"");
        assertEquals("1.50", amount(customer("UTC", FIRST, FIRST), "gb"));
    }

    @Test
    void started_quarters_of_an_hour_are_charged() {
        add("a", "hours", "2026-10-05T00:00:00Z", "\"hours\":\"1.10\"");
        add("b", "hours", "2026-10-06T00:00:00Z", "\"hours\":\"0.45\"");
        // 1.55 hours are 6.2 quarters, 7 are started.
        assertEquals("315.00", amount(customer("UTC", FIRST, FIRST), "hours"));
    }

    @Test
    void a_fee_is_prorated_by_days_and_the_next_one_is_due_at_its_start() {
        List<OracleLine> fees = lines(customer("UTC", FIRST.withDayOfMonth(12), FIRST), "fee");
        // 20 of 31 days of 49.00 is 31.6129…; November begins at the cut-off itself.
        assertEquals("31.61", fees.get(0).amount().toPlainString());
        assertEquals("49.00", fees.get(1).amount().toPlainString());
        assertEquals(2, fees.size());
    }

    @Test
    void west_of_greenwich_october_has_not_ended_at_the_cut_off() {
        DemoCustomer customer = customer("America/New_York", FIRST, FIRST);
        assertEquals(1, lines(customer, "fee").size());
        assertEquals(0, lines(customer, "calls").size());
    }

    @Test
    void periods_come_back_to_the_31st() {
        DemoCustomer customer = customer("UTC", LocalDate.of(2026, 9, 30), LocalDate.of(2026, 8, 31));
        List<OracleLine> fees = lines(customer, "fee");
        assertEquals(
                List.of("2026-09-30T00:00:00Z", "2026-10-31T00:00:00Z"),
                fees.stream().map(fee -> fee.start().toString()).toList());
        assertEquals("2026-11-30T00:00:00Z", fees.get(1).end().toString());
    }

    @Test
    void an_add_on_is_prorated_from_its_day_and_an_order_is_charged_once() {
        DemoCustomer customer = customer("UTC", FIRST, FIRST)
                .taking(new Take("care", 2, FIRST.withDayOfMonth(8)), new Take("seats", 10, FIRST.withDayOfMonth(20)));
        // 24 of 31 days of 2 × 31.00.
        assertEquals("48.00", lines(customer, "care").get(0).amount().toPlainString());
        assertEquals("62.00", lines(customer, "care").get(1).amount().toPlainString());
        assertEquals("4800.00", amount(customer, "seats"));
    }

    @Test
    void the_first_event_of_an_identity_counts_and_the_others_are_named() {
        call("a", "2026-10-05T00:00:00Z", "ok");
        accepted.add(accepted.getFirst());
        call("a", "2026-10-06T00:00:00Z", "ok");
        add("b", "call", "2026-09-05T00:00:00Z", "\"outcome\":\"ok\"");
        OracleResult result = new Oracle(BOOK, List.of(customer("UTC", FIRST, FIRST))).close(accepted, CUTOFF);
        assertEquals(Map.of("rated", 1L, "duplicate", 1L, "conflict", 1L, "unmatched", 1L), result.dispositions());
        assertEquals(4, result.accepted());
    }

    @Test
    void a_volume_discount_takes_the_rate_of_the_highest_step_reached_off_the_whole() {
        compute("a", "1009", "tpu");
        assertEquals("0.00", amount(customer("UTC", FIRST, FIRST), "volume"));
        compute("b", "21.30", "tpu");
        // 1,030.30 - 10 included at 1 = 1,020.30, less 5 %: 51.015.
        assertEquals("-51.02", amount(customer("UTC", FIRST, FIRST), "volume"));
    }

    @Test
    void what_is_missing_to_the_minimum_is_charged_and_prorated() {
        // 100.00 for 20 of 31 days is 64.516…; the fee of 20 days is 31.61.
        assertEquals("32.91", amount(customer("UTC", FIRST.withDayOfMonth(12), FIRST), "commitment"));
    }

    @Test
    void cents_are_rounded_half_away_from_zero() {
        assertEquals("3.69", NaiveMath.cents(new BigDecimal("3.685")).toPlainString());
        assertEquals("-3.69", NaiveMath.cents(new BigDecimal("-3.685")).toPlainString());
        assertEquals("3.68", NaiveMath.cents(new BigDecimal("3.684999")).toPlainString());
        assertEquals("0.00", NaiveMath.cents(BigDecimal.ZERO).toPlainString());
    }

    private String amount(DemoCustomer customer, String charge) {
        return line(customer, charge).amount().toPlainString();
    }

    private OracleLine line(DemoCustomer customer, String charge) {
        return lines(customer, charge).getFirst();
    }

    private List<OracleLine> lines(DemoCustomer customer, String charge) {
        OracleResult result = new Oracle(BOOK, List.of(customer)).close(accepted, CUTOFF);
        return result.invoices().get("acme").stream()
                .filter(line -> line.charge().equals(charge))
                .toList();
    }

    private static DemoCustomer customer(String zone, LocalDate start, LocalDate anchor) {
        return DemoCustomer.of("acme", "Acme", "Town", zone, Tier.DEVELOPER, start, new Volume(0, 0, 0, 0))
                .anchored(anchor);
    }

    private void call(String id, String time, String outcome) {
        add(id, "call", time, "\"outcome\":\"" + outcome + "\"");
    }

    private void compute(String id, String seconds, String kind) {
        add(id, "compute", "2026-10-05T00:00:00Z", "\"seconds\":\"" + seconds + "\",\"kind\":\"" + kind + "\"");
    }

    private void level(String id, String time, String gigabytes) {
        add(id, "level", time, "\"gb\":\"" + gigabytes + "\"");
    }

    private void add(String id, String type, String time, String data) {
        accepted.add(("{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/s\",\"type\":\"%s\",\"subject\":\"acme\","
                        + "\"time\":\"%s\",\"data\":{%s}}")
                .formatted(id, type, time, data));
    }
}
