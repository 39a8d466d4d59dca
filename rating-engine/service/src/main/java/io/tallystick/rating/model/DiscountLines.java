package io.tallystick.rating.model;

import io.tallystick.rating.catalog.Discount;
import io.tallystick.rating.pricing.Priced;
import io.tallystick.schemas.bill.BillDiscount;
import io.tallystick.schemas.bill.BillItem;
import io.tallystick.schemas.bill.Discounts;
import io.tallystick.schemas.bill.Scope;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a plan takes off its own lines: one negative line for each discount and billing period, by the rules of {@link
 * Discounts}. The discounts are those of the plan version at the end of the period, over all lines of the period.
 *
 * <p>5 % from 1,000 and 10 % from 5,000 of usage: 6,000.00 of usage get a line of -600.00.
 */
final class DiscountLines {
    private static final String CHARGE = "charge:";

    private DiscountLines() {}

    static List<LineDraft> of(PeriodView view, List<Standing> lines) {
        List<Discount> discounts = view.lastState().plan().plan().discounts();
        if (discounts.isEmpty()) {
            return List.of();
        }
        CurrencyUnit currency = view.lastState().plan().plan().currency();
        List<BillItem> items = lines.stream()
                .map(line -> new BillItem(line.id(), line.amount(), Set.of(CHARGE + line.chargeKey())))
                .toList();
        List<LineDraft> drafts = new ArrayList<>();
        for (Discounts.Applied applied : Discounts.apply(
                        currency,
                        items,
                        discounts.stream()
                                .map(discount -> shared(discount, currency))
                                .toList())
                .applied()) {
            drafts.add(line(view, applied, items));
        }
        return drafts;
    }

    private static BillDiscount shared(Discount discount, CurrencyUnit currency) {
        BillDiscount.Off off = switch (discount.off()) {
            case Discount.Percent(BigDecimal rate) -> new BillDiscount.Percent(rate);
            case Discount.Amount(BigDecimal amount) -> new BillDiscount.Fixed(new Money(currency, amount));
            case Discount.Volume(List<Discount.Step> steps) ->
                new BillDiscount.Volume(steps.stream()
                        .map(step -> new BillDiscount.Step(step.from(), step.rate()))
                        .toList());
        };
        Scope scope = new Scope(discount.of().stream().map(key -> CHARGE + key).collect(Collectors.toSet()));
        return new BillDiscount(discount.key(), discount.displayName(), BillDiscount.Level.INVOICE, scope, off);
    }

    private static LineDraft line(PeriodView view, Discounts.Applied applied, List<BillItem> items) {
        return Drafts.of(
                view,
                view.lastState().plan(),
                applied.discount().code(),
                RatedLine.Kind.DISCOUNT,
                new Drafts.Content(
                        applied.discount().name() + ", " + Wording.dates(view.part(), view.zone()),
                        view.part(),
                        view.part().end(),
                        Optional.empty(),
                        BigDecimal.ONE,
                        priced(applied, items),
                        SetDigest.EMPTY),
                "");
    }

    private static Priced priced(Discounts.Applied applied, List<BillItem> items) {
        Money counted = Money.zero(applied.amount().currency());
        for (BillItem item : items) {
            counted = applied.discount().scope().covers(item) ? counted.plus(item.amount()) : counted;
        }
        BigDecimal amount = Decimals.canonical(applied.amount().negate().value());
        String label = label(applied.discount().off(), counted) + " off lines of " + Wording.number(counted.value());
        return new Priced(amount, List.of(new Step(label, null, null, null, null, null, amount)));
    }

    private static String label(BillDiscount.Off off, Money counted) {
        return switch (off) {
            case BillDiscount.Percent(BigDecimal rate) -> Wording.percent(rate);
            case BillDiscount.Volume volume -> Wording.percent(volume.rateOf(counted));
            case BillDiscount.Fixed(Money amount) -> amount.text();
        };
    }
}
