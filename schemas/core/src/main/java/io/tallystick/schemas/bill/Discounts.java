package io.tallystick.schemas.bill;

import io.tallystick.schemas.bill.BillDiscount.Level;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.money.Rounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Takes discounts off lines: first those of lines, then those of the invoice; within one level percentages before fixed
 * amounts, otherwise in the given order. Each looks at what the ones before have left, is rounded once half away from zero,
 * and never takes more than there is.
 *
 * <p>Two coupons of 60 % on 49.00 take 29.40 and 11.76 and leave 7.84. Coupons of 80.00 and 50.00 on 100.00 take 80.00 and
 * 20.00. A discount of 1.00 on lines of 3.33, 3.33 and 3.34 takes 0.33, 0.33 and 0.34.
 */
public final class Discounts {
    private final List<BillItem> items;
    private final List<Money> left = new ArrayList<>();
    private final CurrencyUnit currency;

    private Discounts(CurrencyUnit currency, List<BillItem> items) {
        this.currency = currency;
        this.items = items;
        items.forEach(item -> left.add(item.amount()));
    }

    /** Applies the discounts to the lines of a bill in one currency. */
    public static Discounted apply(CurrencyUnit currency, List<BillItem> items, List<BillDiscount> discounts) {
        Discounts bill = new Discounts(currency, items);
        List<Applied> applied = discounts.stream()
                .sorted(Comparator.comparing(BillDiscount::level)
                        .thenComparing(discount -> discount.off() instanceof BillDiscount.Fixed))
                .map(bill::apply)
                .toList();
        return new Discounted(applied, List.copyOf(bill.left));
    }

    private Applied apply(BillDiscount discount) {
        List<Money> taken = discount.level() == Level.LINE ? fromEach(discount) : fromSum(discount);
        Money sum = Money.zero(currency);
        for (int i = 0; i < items.size(); i++) {
            left.set(i, left.get(i).minus(taken.get(i)));
            sum = sum.plus(taken.get(i));
        }
        return new Applied(discount, sum, List.copyOf(taken));
    }

    private List<Money> fromEach(BillDiscount discount) {
        List<Money> taken = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            taken.add(
                    discount.scope().covers(items.get(i)) ? amount(discount.off(), left.get(i)) : Money.zero(currency));
        }
        return taken;
    }

    private List<Money> fromSum(BillDiscount discount) {
        Money sum = Money.zero(currency);
        List<BigDecimal> weights = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            boolean covered = discount.scope().covers(items.get(i));
            sum = covered ? sum.plus(left.get(i)) : sum;
            // A correction below zero lowers the sum, but nothing can be taken off it.
            weights.add(covered && left.get(i).signum() > 0 ? left.get(i).value() : BigDecimal.ZERO);
        }
        Money amount = amount(discount.off(), sum);
        if (amount.signum() == 0) {
            return items.stream().map(_ -> Money.zero(currency)).toList();
        }
        return amount.allocate(weights);
    }

    private static Money amount(BillDiscount.Off off, Money base) {
        if (base.signum() <= 0) {
            return Money.zero(base.currency());
        }
        Money amount = switch (off) {
            case BillDiscount.Percent(BigDecimal rate) -> share(base, rate);
            case BillDiscount.Volume volume -> share(base, volume.rateOf(base));
            case BillDiscount.Fixed(Money fixed) -> fixed;
        };
        return amount.min(base);
    }

    private static Money share(Money base, BigDecimal rate) {
        return base.precise().times(rate).round(Rounding.DISCOUNT);
    }

    /**
     * What the discounts took.
     *
     * @param applied in the order in which they were applied
     * @param left what is left of each line, in the order of the lines
     */
    public record Discounted(List<Applied> applied, List<Money> left) {
        /** Copies the lists. */
        public Discounted {
            applied = List.copyOf(applied);
            left = List.copyOf(left);
        }
    }

    /**
     * What one discount took.
     *
     * @param discount which one
     * @param amount all that it took, 0 or more
     * @param perItem its parts, in the order of the lines; they add up to the amount
     */
    public record Applied(BillDiscount discount, Money amount, List<Money> perItem) {
        /** Copies the list. */
        public Applied {
            perItem = List.copyOf(perItem);
        }
    }
}
