package io.tallystick.rating.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.schemas.bill.BillDiscount;
import io.tallystick.schemas.bill.BillItem;
import io.tallystick.schemas.bill.Credit;
import io.tallystick.schemas.bill.Credits;
import io.tallystick.schemas.bill.Discounts;
import io.tallystick.schemas.bill.Scope;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.money.Rounding;
import io.tallystick.schemas.time.Cadence;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Translates the cases of credits, coupons and commitments. What is said of one line goes to the shared functions that the
 * simulation uses; what is said of a bill goes through the simulation. Cents become units of the currency, percentages shares.
 */
public final class CreditVectors {
    private static final String FROM = "2026-11-01";
    private static final String TO = "2026-12-01";
    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

    private final Simulator simulator;

    public CreditVectors(Simulator simulator) {
        this.simulator = simulator;
    }

    public void check(JsonNode vector) {
        JsonNode input = vector.get("input");
        JsonNode expected = vector.get("expected");
        CurrencyUnit currency = currency(vector);
        switch (vector.get("kind").textValue()) {
            case "discount" -> checkDiscount(currency, input, expected);
            case "discount_distribution" -> checkDistribution(currency, input, expected);
            case "largest_remainder_allocation" -> checkAllocation(currency, input, expected);
            case "coupons" -> checkCoupons(currency, input, expected);
            case "wallet_allocation" -> checkWallets(currency, input, expected);
            case "prepaid_burn_down" -> checkBurnDown(currency, input, expected);
            case "prepaid_on_rated_lines" -> checkPrepaid(currency, input, expected);
            case "grant_burn_down" -> checkGrants(input, expected);
            case "usage_discount" -> checkFreeUnits(input, expected);
            case "minimum_commitment" -> checkCommitment(currency, input, expected);
            case "credit_note" -> checkCreditNote(currency, input, expected);
            case "account_ledger" -> checkCreditOnCharge(currency, input, expected);
            default -> throw new IllegalArgumentException("unknown kind " + vector.get("kind"));
        }
    }

    private void checkDiscount(CurrencyUnit currency, JsonNode input, JsonNode expected) {
        Bills bill = lines(currency, List.of(input.get("subtotal").asText()));
        int number = 0;
        for (JsonNode discount : input.get("discounts")) {
            boolean percent = discount.get("type").asText().equals("percentage");
            ObjectNode given = bill.discount().put("code", "discount_" + number++);
            if (percent) {
                given.put("rate", percent(discount.get("value")));
            } else {
                given.put("amount", discount.get("value").asText());
            }
        }
        JsonNode answer = bill.post(simulator, FROM, TO);
        BigDecimal off = BigDecimal.ZERO;
        for (JsonNode discount : answer.get("discounts")) {
            off = off.add(Bills.decimal(discount, "amount"));
        }
        assertEquals(new BigDecimal(expected.get("discount").asText()), off);
        if (expected.has("total")) {
            assertEquals(new BigDecimal(expected.get("total").asText()), Bills.decimal(answer, "total"));
        }
    }

    private static void checkDistribution(CurrencyUnit currency, JsonNode input, JsonNode expected) {
        List<BillItem> items = new ArrayList<>();
        input.get("lines").forEach(line -> items.add(item(items.size(), money(currency, line.asText()))));
        Discounts.Discounted left =
                Discounts.apply(currency, items, List.of(fixed("discount", money(currency, input, "discount"))));
        for (int i = 0; i < items.size(); i++) {
            assertEquals(
                    money(currency, expected, Integer.toString(i)), left.left().get(i));
        }
    }

    private static void checkAllocation(CurrencyUnit currency, JsonNode input, JsonNode expected) {
        List<String> names = new ArrayList<>();
        List<BigDecimal> weights = new ArrayList<>();
        input.get("weights").properties().forEach(weight -> {
            names.add(weight.getKey());
            weights.add(new BigDecimal(weight.getValue().asText()));
        });
        List<Money> shares = money(currency, input, "total").allocate(weights);
        for (int i = 0; i < names.size(); i++) {
            // Shares of nothing are left out there.
            Money share = expected.has(names.get(i)) ? money(currency, expected, names.get(i)) : Money.zero(currency);
            assertEquals(share, shares.get(i), names.get(i));
        }
    }

    private static void checkCoupons(CurrencyUnit currency, JsonNode input, JsonNode expected) {
        List<BillItem> items = new ArrayList<>();
        if (input.has("fees")) {
            for (JsonNode fee : input.get("fees")) {
                items.add(new BillItem(
                        "fee_" + items.size(),
                        cents(currency, fee.get("amount_cents")),
                        Set.of(
                                "metric:" + fee.get("metric").asText(),
                                "plan:" + fee.get("plan").asText())));
            }
        } else if (input.get("fees_cents").isArray()) {
            input.get("fees_cents").forEach(fee -> items.add(item(items.size(), cents(currency, fee))));
        } else {
            items.add(item(0, cents(currency, input.get("fees_cents"))));
        }
        List<BillDiscount> coupons = new ArrayList<>();
        input.path("coupons_in_order").forEach(coupon -> coupons.add(coupon(currency, coupon, coupons.size())));
        input.path("coupons").forEach(coupon -> coupons.add(coupon(currency, coupon, coupons.size())));
        if (input.has("coupon")) {
            coupons.add(coupon(currency, input.get("coupon"), 0));
        }
        Discounts.Discounted result = Discounts.apply(currency, items, coupons);
        Money off = Money.zero(currency);
        for (Discounts.Applied applied : result.applied()) {
            off = off.plus(applied.amount());
        }
        String all = expected.has("coupons_cents") ? "coupons_cents" : "credit_cents";
        assertEquals(cents(currency, expected.get(all)), off);
        for (int i = 0; i < items.size(); i++) {
            if (expected.has("on_fee_" + (i + 1))) {
                assertEquals(
                        cents(currency, expected.get("on_fee_" + (i + 1))),
                        result.applied().getFirst().perItem().get(i));
            }
        }
    }

    private static BillDiscount coupon(CurrencyUnit currency, JsonNode coupon, int number) {
        BillDiscount.Off off = coupon.get("type").asText().equals("percentage")
                ? new BillDiscount.Percent(new BigDecimal(percent(coupon.get("value"))))
                : new BillDiscount.Fixed(cents(currency, coupon.get("value")));
        Scope scope = Scope.ALL;
        if (coupon.has("limited_to_plan")) {
            scope = Scope.of("plan:" + coupon.get("limited_to_plan").asText());
        } else if (coupon.has("limited_to_metric")) {
            scope = Scope.of("metric:" + coupon.get("limited_to_metric").asText());
        }
        return new BillDiscount("coupon_" + number, "", BillDiscount.Level.INVOICE, scope, off);
    }

    private static void checkWallets(CurrencyUnit currency, JsonNode input, JsonNode expected) {
        List<BillItem> items = new ArrayList<>();
        for (JsonNode fee : input.path("fees_incl_tax_cents")) {
            items.add(new BillItem(
                    "fee_" + items.size(),
                    cents(currency, fee.get("amount")),
                    Set.of("type:" + fee.get("type").asText())));
        }
        if (items.isEmpty()) {
            items.add(item(0, cents(currency, input.get("invoice_total_cents"))));
        }
        List<Credit> credits = new ArrayList<>();
        for (JsonNode wallet : input.get("wallets")) {
            credits.add(wallet(currency, wallet, credits.size()));
        }
        compare(currency, expected, Credits.apply(currency, items, credits, NOW));
    }

    private static Credit wallet(CurrencyUnit currency, JsonNode wallet, int number) {
        CurrencyUnit own =
                wallet.has("currency") ? CurrencyUnit.of(wallet.get("currency").asText()) : currency;
        List<String> types = new ArrayList<>();
        wallet.path("types").forEach(type -> types.add("type:" + type.asText()));
        return new Credit(
                wallet.path("name").asText(own.code()),
                cents(own, wallet.has("balance") ? wallet.get("balance") : wallet.get("balance_cents")),
                wallet.path("priority").asInt(50),
                Optional.empty(),
                Credit.Kind.GRANTED,
                Instant.EPOCH.plusSeconds(number),
                new Scope(Set.copyOf(types)));
    }

    private static void compare(CurrencyUnit currency, JsonNode expected, Credits.Paid paid) {
        Map<String, Money> used = new HashMap<>();
        paid.used().forEach(one -> used.put(one.credit().id(), one.amount()));
        Map<String, Money> wanted = new HashMap<>();
        expected.properties().forEach(one -> wanted.put(one.getKey(), cents(currency, one.getValue())));
        assertEquals(wanted, used);
    }

    private static void checkBurnDown(CurrencyUnit currency, JsonNode input, JsonNode expected) {
        List<Credit> credits = new ArrayList<>();
        for (JsonNode topUp : input.get("top_ups_cents")) {
            credits.add(new Credit(
                    topUp.get("id").asText(),
                    cents(currency, topUp.get("amount")),
                    topUp.get("priority").intValue(),
                    Optional.empty(),
                    topUp.get("status").asText().equals("granted") ? Credit.Kind.GRANTED : Credit.Kind.BOUGHT,
                    Instant.EPOCH.plusSeconds(topUp.get("created").asLong()),
                    Scope.ALL));
        }
        compareLeft(
                currency,
                credits,
                Credits.apply(currency, List.of(item(0, cents(currency, input.get("debit_cents")))), credits, NOW),
                expected);
    }

    private static void compareLeft(
            CurrencyUnit currency, List<Credit> credits, Credits.Paid paid, JsonNode expectedCents) {
        Map<String, Money> left = new HashMap<>();
        credits.forEach(credit -> left.put(credit.id(), credit.balance()));
        paid.used().forEach(one -> left.put(one.credit().id(), one.left()));
        expectedCents
                .properties()
                .forEach(one -> assertEquals(cents(currency, one.getValue()), left.get(one.getKey()), one.getKey()));
    }

    private void checkPrepaid(CurrencyUnit currency, JsonNode input, JsonNode expected) {
        List<String> amounts = new ArrayList<>();
        input.get("rated_lines").forEach(line -> amounts.add(line.asText()));
        Bills bill = lines(currency, amounts);
        input.get("credits").forEach(credit -> bill.credit().put("amount", credit.asText()));
        JsonNode answer = bill.post(simulator, FROM, TO);
        assertEquals(0, new BigDecimal(expected.get("total").asText()).compareTo(Bills.decimal(answer, "amountDue")));
    }

    /** Without recurrence, voiding and rollover a grant is a credit that is usable from one instant to another. */
    private static void checkGrants(JsonNode input, JsonNode expected) {
        CurrencyUnit currency = CurrencyUnit.of("USD");
        List<Credit> credits = new ArrayList<>();
        for (JsonNode grant : input.get("grants")) {
            credits.add(new Credit(
                    grant.get("id").asText(),
                    money(currency, grant, "starting_balance"),
                    grant.get("priority").intValue(),
                    Optional.of(Instant.parse(grant.get("expires_at").asText())),
                    Credit.Kind.GRANTED,
                    Instant.parse(grant.get("effective_at").asText()),
                    Scope.ALL));
        }
        JsonNode usage = input.get("usage").get(0);
        Credits.Paid paid = Credits.apply(
                currency,
                List.of(item(0, money(currency, usage, "value"))),
                credits,
                Instant.parse(usage.get("at").asText()));
        Map<String, Money> left = new HashMap<>();
        credits.forEach(credit -> left.put(credit.id(), credit.balance()));
        paid.used().forEach(one -> left.put(one.credit().id(), one.left()));
        left.put("overage", paid.due());
        expected.properties()
                .forEach(one -> assertEquals(
                        new Money(currency, new BigDecimal(one.getValue().asText())), left.get(one.getKey())));
    }

    /** Free units are an allowance; a later part of the period costs the whole less what came before. */
    private void checkFreeUnits(JsonNode input, JsonNode expected) {
        BigDecimal earlier =
                new BigDecimal(input.get("earlier_quantity_in_period").asText());
        BigDecimal line = new BigDecimal(input.get("line_quantity").asText());
        BigDecimal billable = units(input, earlier.add(line)).subtract(units(input, earlier));
        assertEquals(0, new BigDecimal(expected.get("billable").asText()).compareTo(billable));
    }

    private BigDecimal units(JsonNode input, BigDecimal quantity) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("currency", "USD");
        request.putObject("price").put("model", "per_unit").put("unitPrice", "1");
        request.put("allowance", input.get("free_units").asText()).put("quantity", quantity.toPlainString());
        return Bills.decimal(simulator.post("price", request), "amount");
    }

    private void checkCommitment(CurrencyUnit currency, JsonNode input, JsonNode expected) {
        if (input.has("charge_minimum_cents")) {
            checkChargeMinimum(currency, input, expected);
            return;
        }
        boolean dated = input.has("plan_amount_cents");
        Cadence.Unit unit = dated && input.get("period_days").intValue() == 7 ? Cadence.Unit.WEEK : Cadence.Unit.MONTH;
        ObjectNode plan = Bills.plan("plan", unit, 1);
        plan.putObject("commitment").put("minimum", text(cents(currency, input.get("commitment_cents"))));
        if (dated) {
            Bills.fee(plan, "fee", "IN_ARREARS", text(cents(currency, input.get("plan_amount_cents"))));
        }
        JsonNode fees = input.path("counted_fees_cents");
        for (int i = 0; i < fees.size(); i++) {
            Bills.usage(plan, "line_" + i);
        }
        String start = dated ? input.get("started").asText() : FROM;
        Bills bill = Bills.of(currency.code(), plan, start);
        if (unit == Cadence.Unit.WEEK) {
            bill.anchor(unit.startOf(LocalDate.parse(start)).toString());
        }
        for (int i = 0; i < fees.size(); i++) {
            bill.used("line_" + i, start, text(cents(currency, fees.get(i))));
        }
        String end = dated ? input.get("billed").asText() : TO;
        assertEquals(
                cents(currency, expected.get("true_up_cents")).value(),
                Bills.amount(bill.post(simulator, start, end), "commitment"));
    }

    private void checkChargeMinimum(CurrencyUnit currency, JsonNode input, JsonNode expected) {
        int of = input.get("period_days").intValue();
        LocalDate first = LocalDate.parse(FROM);
        String start =
                first.plusDays(of - input.get("prorated_days").longValue()).toString();
        ObjectNode plan = Bills.usage(Bills.plan("plan", Cadence.Unit.DAY, of), "calls");
        ((ObjectNode) plan.get("charges").get(0))
                .put("minimum", text(cents(currency, input.get("charge_minimum_cents"))));
        JsonNode bill = Bills.of(currency.code(), plan, start)
                .anchor(FROM)
                .used("calls", start, text(cents(currency, input.get("usage_cents"))))
                .post(simulator, FROM, first.plusDays(of).toString());
        BigDecimal used = cents(currency, input.get("usage_cents")).value();
        BigDecimal trueUp =
                Bills.decimal(bill.get("lines").get(0), "unroundedAmount").subtract(used);
        BigDecimal wanted = new BigDecimal(expected.get("true_up_precise_cents").asText());
        assertEquals(wanted, Rounding.UNITS_HALF_UP.toScale(trueUp.movePointRight(2), wanted.scale()));
    }

    /** The arithmetic of a credit note: a part of the lines with its discount and tax, or a fee for days that are left. */
    private void checkCreditNote(CurrencyUnit currency, JsonNode input, JsonNode expected) {
        if (input.has("credited")) {
            List<String> amounts = new ArrayList<>();
            input.get("credited")
                    .forEach(line -> amounts.add(line.get("line_amount").asText()));
            Bills bill = lines(currency, amounts);
            bill.discount().put("code", "discount").put("rate", percent(input.get("invoice_discount_percent")));
            JsonNode answer = taxed(bill, input).post(simulator, FROM, TO);
            same(expected.get("subtotal"), answer, "subtotal");
            same(expected.get("total"), answer, "total");
            same(expected.get("tax"), answer.get("taxes").get(0), "amount");
        } else if (input.has("unused_days")) {
            int of = input.get("period_days").intValue();
            LocalDate first = LocalDate.parse(FROM);
            Bills bill = Bills.of(
                            currency.code(),
                            Bills.fee(
                                    Bills.plan("fee", Cadence.Unit.DAY, of),
                                    "fee",
                                    "IN_ADVANCE",
                                    text(cents(currency, input.get("paid_fee_cents")))),
                            FROM)
                    .billedUpTo(FROM);
            bill.change(first.plusDays(of - input.get("unused_days").longValue())
                            .toString())
                    .put("cancel", true);
            JsonNode answer =
                    taxed(bill, input).post(simulator, FROM, first.plusDays(of).toString());
            assertEquals(
                    cents(currency, expected.get("item_cents")).negate().value(), Bills.decimal(answer, "subtotal"));
            assertEquals(cents(currency, expected.get("total_cents")).negate().value(), Bills.decimal(answer, "total"));
        } else {
            Bills bill = lines(currency, List.of(text(cents(currency, input.get("credited_item_cents")))));
            JsonNode answer = taxed(bill, input).post(simulator, FROM, TO);
            assertEquals(cents(currency, expected.get("total_cents")).value(), Bills.decimal(answer, "total"));
        }
    }

    private void checkCreditOnCharge(CurrencyUnit currency, JsonNode input, JsonNode expected) {
        JsonNode operations = input.get("operations");
        Bills bill =
                lines(currency, List.of(operations.get(1).get("external_charge").asText()));
        bill.credit().put("amount", operations.get(0).get("account_credit").asText());
        JsonNode answer = bill.post(simulator, FROM, TO);
        assertEquals(
                new BigDecimal(expected.get("credit_used").asText()).negate(),
                Bills.decimal(answer.get("credits").get(0), "amount"));
    }

    private static Bills taxed(Bills bill, JsonNode input) {
        bill.tax().put("code", "tax").put("rate", percent(input.get("tax_percent")));
        return bill;
    }

    private static Bills lines(CurrencyUnit currency, List<String> amounts) {
        ObjectNode plan = Bills.plan("plan", Cadence.Unit.MONTH, 1);
        for (int i = 0; i < amounts.size(); i++) {
            Bills.usage(plan, "line_" + i);
        }
        Bills bill = Bills.of(currency.code(), plan, FROM);
        for (int i = 0; i < amounts.size(); i++) {
            bill.used("line_" + i, FROM, amounts.get(i));
        }
        return bill;
    }

    private static void same(JsonNode expected, JsonNode answer, String field) {
        assertEquals(0, new BigDecimal(expected.asText()).compareTo(Bills.decimal(answer, field)), field);
    }

    private static BillDiscount fixed(String code, Money amount) {
        return new BillDiscount(code, code, BillDiscount.Level.INVOICE, Scope.ALL, new BillDiscount.Fixed(amount));
    }

    private static BillItem item(int number, Money amount) {
        return new BillItem("line_" + number, amount, Set.of());
    }

    private static Money money(CurrencyUnit currency, JsonNode node, String field) {
        return money(currency, node.get(field).asText());
    }

    private static Money money(CurrencyUnit currency, String text) {
        return new Money(currency, new BigDecimal(text));
    }

    private static Money cents(CurrencyUnit currency, JsonNode cents) {
        return new Money(currency, new BigDecimal(cents.asText()).movePointLeft(2));
    }

    private static String text(Money money) {
        return money.text();
    }

    private static String percent(JsonNode percent) {
        return new BigDecimal(percent.asText()).movePointLeft(2).toPlainString();
    }

    private static CurrencyUnit currency(JsonNode vector) {
        String code = vector.get("currency").asText();
        return CurrencyUnit.of(code.equals("CREDITS") ? "USD" : code);
    }
}
