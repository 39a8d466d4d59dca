package io.tallystick.invoice.assembly;

import io.tallystick.schemas.bill.BillDiscount;
import io.tallystick.schemas.bill.BillItem;
import io.tallystick.schemas.bill.Credits;
import io.tallystick.schemas.bill.Discounts;
import io.tallystick.schemas.bill.TaxRate;
import io.tallystick.schemas.bill.Taxes;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * From the lines of an invoice to what is asked for: discounts, then taxes, then credits, then what is carried from and to other
 * invoices. Pure; the arithmetic is that of {@code io.tallystick.schemas.bill}, which the simulation of a bill uses too.
 */
public final class Biller {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final Duration LAST_INSTANT = Duration.ofNanos(1_000);

    private Biller() {}

    /**
     * The bill of some lines.
     *
     * <p>Whether a credit is still good is decided at the last microsecond before the cut-off: one that expires at the end of
     * November pays what November has cost.
     *
     * @param currency of every line
     * @param lines in the order of the invoice
     * @param terms what applies
     * @param cutoff of the close
     */
    public static Bill bill(CurrencyUnit currency, List<InvoiceLine> lines, BillTerms terms, Instant cutoff) {
        List<BillItem> items = lines.stream().map(line -> item(currency, line)).toList();
        Money subtotal = sum(currency, items);
        Discounts.Discounted discounted = Discounts.apply(
                currency,
                items,
                terms.discounts().stream().filter(one -> fits(one, currency)).toList());
        List<BillItem> left = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            left.add(items.get(i).withAmount(discounted.left().get(i)));
        }
        List<TaxRate> rates =
                terms.taxes().rates().stream().map(BillTerms.NamedRate::rate).toList();
        Taxes.Taxed taxed = Taxes.compute(currency, left, rates, terms.taxes().per());
        Credits.Paid paid = Credits.apply(
                currency, toPay(items, taxed, terms.carriedIn()), terms.credits(), cutoff.minus(LAST_INSTANT));
        Money carriedOut = paid.due().signum() < 0 || paid.due().compareTo(terms.minimum()) < 0
                ? paid.due()
                : Money.zero(currency);
        return new Bill(
                subtotal.value(),
                discounts(discounted),
                taxed.net().value(),
                taxes(taxed, terms.taxes()),
                taxed.tax().value(),
                terms.taxes().note().orElse(null),
                taxed.gross().value(),
                credits(paid, terms),
                terms.carriedIn().value(),
                carriedOut.value(),
                paid.due().minus(carriedOut).value());
    }

    /** Words by which discounts, taxes and credits find a line: {@code charge:calls}, {@code plan:developer}, {@code kind:USAGE}. */
    static Set<String> tags(InvoiceLine line) {
        Set<String> tags = new HashSet<>(Set.of(
                "charge:" + line.chargeKey(),
                "kind:" + line.kind(),
                "plan:" + line.plan().substring(0, line.plan().lastIndexOf('@')),
                "subscription:" + line.subscriptionId()));
        if (line.meterKey() != null) {
            tags.add("meter:" + line.meterKey());
        }
        return tags;
    }

    private static BillItem item(CurrencyUnit currency, InvoiceLine line) {
        return new BillItem(line.lineId(), new Money(currency, line.amount()), tags(line));
    }

    private static boolean fits(BillDiscount discount, CurrencyUnit currency) {
        return !(discount.off() instanceof BillDiscount.Fixed(Money amount))
                || amount.currency().equals(currency);
    }

    /** What was carried in stands behind the lines and has no tags: only a credit for everything pays it. */
    private static List<BillItem> toPay(List<BillItem> items, Taxes.Taxed taxed, Money carriedIn) {
        List<BillItem> toPay = new ArrayList<>(items.size() + 1);
        for (int i = 0; i < items.size(); i++) {
            toPay.add(items.get(i).withAmount(taxed.perItem().get(i)));
        }
        toPay.add(new BillItem("carried", carriedIn, Set.of()));
        return toPay;
    }

    private static List<Bill.Discount> discounts(Discounts.Discounted discounted) {
        return discounted.applied().stream()
                .filter(one -> one.amount().signum() != 0)
                .map(one -> new Bill.Discount(
                        one.discount().code(),
                        one.discount().name(),
                        off(one.discount().off()),
                        one.amount().value(),
                        values(one.perItem())))
                .toList();
    }

    private static String off(BillDiscount.Off off) {
        return switch (off) {
            case BillDiscount.Percent(BigDecimal rate) -> percent(rate);
            case BillDiscount.Volume _ -> "volume";
            case BillDiscount.Fixed(Money amount) -> amount.text();
        };
    }

    /** 0.075 is {@code 7.5 %}. */
    private static String percent(BigDecimal rate) {
        return rate.multiply(HUNDRED).stripTrailingZeros().toPlainString() + " %";
    }

    private static List<Bill.Tax> taxes(Taxes.Taxed taxed, BillTerms.TaxTerms terms) {
        List<Bill.Tax> taxes = new ArrayList<>();
        for (int i = 0; i < taxed.applied().size(); i++) {
            Taxes.Applied one = taxed.applied().get(i);
            taxes.add(new Bill.Tax(
                    one.rate().code(),
                    terms.rates().get(i).name(),
                    one.rate().rate(),
                    one.rate().inclusive(),
                    one.rate().compound(),
                    one.taxable().value(),
                    one.amount().value(),
                    values(one.perItem())));
        }
        return taxes;
    }

    private static List<Bill.CreditUse> credits(Credits.Paid paid, BillTerms terms) {
        return paid.used().stream()
                .map(one -> new Bill.CreditUse(
                        one.credit().id(),
                        terms.creditNames().getOrDefault(one.credit().id(), "Credit"),
                        one.amount().value(),
                        one.left().value()))
                .toList();
    }

    private static List<BigDecimal> values(List<Money> amounts) {
        return amounts.stream().map(Money::value).toList();
    }

    private static Money sum(CurrencyUnit currency, List<BillItem> items) {
        return items.stream().map(BillItem::amount).reduce(Money.zero(currency), Money::plus);
    }
}
