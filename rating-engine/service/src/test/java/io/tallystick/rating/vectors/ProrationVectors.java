package io.tallystick.rating.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.rating.catalog.Proration;
import io.tallystick.rating.model.Shares;
import io.tallystick.rating.pricing.Share;
import io.tallystick.schemas.money.Rounding;
import io.tallystick.schemas.time.BillingPeriod;
import io.tallystick.schemas.time.Cadence;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Translates the proration cases. Inclusive ends become exclusive ones: who is terminated on a day there has consumed it, and is
 * cancelled with the next day here. What is credited there when a fee was paid in advance is a correction of the billed
 * line here. A fraction with 9 digits is a fee of 1,000,000,000 in a currency without minor units.
 */
public final class ProrationVectors {
    private static final String UNIT_OF_NINE_DIGITS = "1000000000";
    private static final LocalDate FIRST = LocalDate.of(2025, 1, 1);

    private final Simulator simulator;

    public ProrationVectors(Simulator simulator) {
        this.simulator = simulator;
    }

    public void check(JsonNode vector) {
        switch (text(vector, "scenario")) {
            case "day_count" ->
                assertEquals(
                        vector.get("expected_days").longValue(),
                        Shares.days(
                                new BillingPeriod(instant(vector, "from"), instant(vector, "to")),
                                ZoneId.of(text(vector, "timezone"))));
            case "credit_grant_proration" -> checkGrant(vector);
            case "first_period_fraction" -> checkFraction(vector);
            case "fraction" -> checkDecimal(vector);
            case "billing_cycles" -> checkCycles(vector);
            case "upgrade_credit" -> checkTaxedCredit(vector);
            case "start_with_trial" -> checkTrial(vector);
            case "cancel_in_arrears" -> checkCancelled(vector);
            case "upgrade_in_arrears" -> {
                checkUpgradeInArrears(vector);
                checkLines(vector);
            }
            default -> {
                if (text(vector, "id").equals("proration-lago-032")) {
                    checkPaidUpgrade(vector);
                } else {
                    checkLines(vector);
                }
            }
        }
    }

    /** Every line there is a price times days of days: here a fee that begins inside a period of so many days. */
    private void checkLines(JsonNode vector) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode line : vector.get("lines")) {
            BigDecimal amount = line(
                    text(vector, "currency"),
                    text(line, "price"),
                    line.get("days").asInt(),
                    line.get("of").asInt(),
                    text(line, "amount").startsWith("-"));
            assertEquals(new BigDecimal(text(line, "amount")), amount);
            sum = sum.add(amount);
        }
        assertEquals(new BigDecimal(text(vector, "expected_amount")), sum);
    }

    private BigDecimal line(String currency, String price, int days, int of, boolean credited) {
        ObjectNode plan = Bills.fee(Bills.plan("fee", Cadence.Unit.DAY, of), "fee", "IN_ADVANCE", price);
        String change = FIRST.plusDays(of - days).toString();
        String end = FIRST.plusDays(of).toString();
        if (!credited) {
            JsonNode bill =
                    Bills.of(currency, plan, change).anchor(FIRST.toString()).post(simulator, FIRST.toString(), end);
            return Bills.amount(bill, "fee");
        }
        Bills paid = Bills.of(currency, plan, FIRST.toString()).billedUpTo(FIRST.toString());
        paid.change(change).put("cancel", true);
        return Bills.amount(paid.post(simulator, FIRST.toString(), end), "fee");
    }

    /** The real dates: old and new plan, in arrears, on the calendar; the change day belongs to the new plan. */
    private void checkUpgradeInArrears(JsonNode vector) {
        LocalDate change = LocalDate.parse(text(vector, "change_date"));
        String first = change.withDayOfMonth(1).toString();
        String next = change.withDayOfMonth(1).plusMonths(1).toString();
        boolean old = vector.has("billed_from");
        Bills bill = Bills.of(
                text(vector, "currency"),
                Bills.fee(
                        Bills.plan("old", Cadence.Unit.MONTH, 1),
                        "old",
                        "IN_ARREARS",
                        old ? text(vector, "price") : "1.00"),
                first);
        bill.change(change.toString())
                .set(
                        "plan",
                        Bills.fee(
                                Bills.plan("new", Cadence.Unit.MONTH, 1),
                                "new",
                                "IN_ARREARS",
                                old ? "1.00" : text(vector, "price")));
        JsonNode answer = bill.post(simulator, first, next);
        assertEquals(new BigDecimal(text(vector, "expected_amount")), Bills.amount(answer, old ? "old" : "new"));
    }

    private void checkTrial(JsonNode vector) {
        ObjectNode plan =
                Bills.fee(Bills.plan("fee", Cadence.Unit.MONTH, 1), "fee", "IN_ADVANCE", text(vector, "price"));
        plan.put("trial", "P" + vector.get("trial_days").intValue() + "D");
        JsonNode bill = Bills.of(text(vector, "currency"), plan, text(vector, "start"))
                .post(simulator, "2022-01-01", "2022-02-01");
        assertEquals(0, new BigDecimal(text(vector, "expected_amount")).compareTo(Bills.amount(bill, "fee")));
    }

    private void checkCancelled(JsonNode vector) {
        Cadence.Unit unit = Cadence.Unit.valueOf(text(vector, "interval").toUpperCase(Locale.ROOT));
        String start = text(vector, vector.has("start") ? "start" : "billed_from");
        LocalDate first = unit.startOf(LocalDate.parse(start));
        Bills bill = Bills.of(
                        text(vector, "currency"),
                        Bills.fee(Bills.plan("fee", unit, 1), "fee", "IN_ARREARS", text(vector, "price")),
                        start)
                .anchor(first.toString());
        bill.change(LocalDate.parse(text(vector, "terminated")).plusDays(1).toString())
                .put("cancel", true);
        JsonNode answer =
                bill.post(simulator, first.toString(), first.plusYears(1).toString());
        assertEquals(new BigDecimal(text(vector, "expected_amount")), Bills.amount(answer, "fee"));
    }

    /** What was paid in advance is corrected, and the tax with it; there the credit note is a positive figure. */
    private void checkTaxedCredit(JsonNode vector) {
        int of = vector.get("of").intValue();
        ObjectNode plan =
                Bills.fee(Bills.plan("fee", Cadence.Unit.DAY, of), "fee", "IN_ADVANCE", text(vector, "price"));
        Bills paid = Bills.of(text(vector, "currency"), plan, FIRST.toString()).billedUpTo(FIRST.toString());
        paid.change(FIRST.plusDays(of - vector.get("days").longValue()).toString())
                .put("cancel", true);
        paid.tax()
                .put("code", "tax")
                .put(
                        "rate",
                        new BigDecimal(text(vector, "tax_rate"))
                                .movePointLeft(2)
                                .toPlainString());
        JsonNode bill =
                paid.post(simulator, FIRST.toString(), FIRST.plusDays(of).toString());
        assertEquals(
                new BigDecimal(text(vector, "expected_amount")),
                Bills.decimal(bill, "total").negate());
    }

    /** 15 was paid for 22 days; from the 22nd the new price is due and 10 of the paid days are corrected. */
    private void checkPaidUpgrade(JsonNode vector) {
        Bills bill = Bills.of(
                        text(vector, "currency"),
                        Bills.fee(Bills.plan("old", Cadence.Unit.MONTH, 1), "old", "IN_ADVANCE", "15"),
                        text(vector, "start"))
                .anchor("2025-12-01")
                .billedUpTo(text(vector, "start"));
        bill.change(text(vector, "change_date"))
                .set(
                        "plan",
                        Bills.fee(
                                Bills.plan("new", Cadence.Unit.MONTH, 1), "new", "IN_ADVANCE", text(vector, "price")));
        JsonNode answer = bill.post(simulator, "2025-12-01", "2026-01-01");
        assertEquals(new BigDecimal(text(vector, "expected_amount")), Bills.decimal(answer, "subtotal"));
    }

    private static void checkGrant(JsonNode vector) {
        Instant end = instant(vector, "period_end");
        Share share = Shares.of(
                Proration.valueOf(text(vector, "strategy").toUpperCase(Locale.ROOT)),
                new BillingPeriod(instant(vector, "change_at"), end),
                new BillingPeriod(instant(vector, "period_start"), end),
                ZoneOffset.UTC);
        BigDecimal granted = share.of(new BigDecimal(text(vector, "original")));
        assertEquals(0, new BigDecimal(text(vector, "expected_amount")).compareTo(granted));
    }

    private static void checkFraction(JsonNode vector) {
        Share share =
                Shares.of(Proration.DAY, period(vector.get("partial")), period(vector.get("full")), ZoneOffset.UTC);
        assertEquals(text(vector, "expected_fraction"), share.part() + "/" + share.whole());
    }

    /** The full cycle ends where the part ends, and begins a month before. */
    private static void checkDecimal(JsonNode vector) {
        LocalDate end = LocalDate.parse(text(vector, "end_exclusive"));
        Share share = Shares.of(
                Proration.DAY,
                period(text(vector, "start"), end.toString()),
                period(end.minusMonths(1).toString(), end.toString()),
                ZoneOffset.UTC);
        BigDecimal decimal = Rounding.UNITS_HALF_UP.toScale(Rounding.quotient(share.part(), share.whole()), 9);
        assertEquals(new BigDecimal(text(vector, "expected_fraction_decimal")), decimal);
    }

    private void checkCycles(JsonNode vector) {
        Cadence.Unit unit = Cadence.Unit.valueOf(text(vector, "interval").toUpperCase(Locale.ROOT));
        LocalDate start = LocalDate.parse(text(vector, "start"));
        int day = vector.get("bill_cycle_day").intValue();
        YearMonth month = YearMonth.from(start);
        while (month.lengthOfMonth() < day) {
            month = month.minusMonths(unit == Cadence.Unit.YEAR ? 12 : 1);
        }
        ObjectNode plan = Bills.fee(Bills.plan("fee", unit, 1), "fee", "IN_ADVANCE", UNIT_OF_NINE_DIGITS);
        Bills bill =
                Bills.of("JPY", plan, start.toString()).anchor(month.atDay(day).toString());
        if (vector.hasNonNull("end")) {
            bill.change(text(vector, "end")).put("cancel", true);
        }
        // The cycle that starts on the target date is invoiced too.
        LocalDate upTo = LocalDate.parse(text(vector, "invoice_up_to")).plusDays(1);
        JsonNode answer = bill.post(simulator, start.minusYears(1).toString(), upTo.toString());
        assertEquals(
                0,
                new BigDecimal(text(vector, "expected_cycles_decimal"))
                        .movePointRight(9)
                        .compareTo(Bills.amount(answer, "fee")),
                () -> answer.toPrettyString());
    }

    private static BillingPeriod period(JsonNode span) {
        return period(text(span, "start"), text(span, "end_exclusive"));
    }

    private static BillingPeriod period(String start, String end) {
        return new BillingPeriod(
                LocalDate.parse(start).atStartOfDay(ZoneOffset.UTC).toInstant(),
                LocalDate.parse(end).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static Instant instant(JsonNode vector, String field) {
        return OffsetDateTime.parse(text(vector, field)).toInstant();
    }

    private static String text(JsonNode node, String field) {
        return node.get(field).asText();
    }
}
