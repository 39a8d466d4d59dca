package io.tallystick.rating.model;

import io.tallystick.rating.catalog.Discount;
import io.tallystick.rating.pricing.Priced;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.money.PreciseAmount;
import io.tallystick.schemas.money.Rounding;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a plan takes off its own lines: one negative line for each discount and billing period. Percentages come before fixed
 * amounts, each on what the ones before left of the lines that it names; nothing goes below zero. The discounts are those of
 * the plan version at the end of the period, over all lines of the period.
 *
 * <p>5 % from 1,000 and 10 % from 5,000 of usage: 6,000.00 of usage get a line of -600.00.
 */
final class DiscountLines {
    private DiscountLines() {}

    static List<LineDraft> of(PeriodView view, List<Standing> lines) {
        List<LineDraft> drafts = new ArrayList<>();
        List<Discount> discounts = view.lastState().plan().plan().discounts().stream()
                .sorted(Comparator.comparing(discount -> discount.off() instanceof Discount.Amount))
                .toList();
        CurrencyUnit currency = view.lastState().plan().plan().currency();
        Remaining remaining = new Remaining(currency, lines);
        for (Discount discount : discounts) {
            Money base = remaining.of(discount.of());
            Money off = off(discount.off(), base);
            remaining.take(discount.of(), off);
            drafts.add(line(view, discount, priced(discount, base, off)));
        }
        return drafts;
    }

    private static Money off(Discount.Off off, Money base) {
        if (base.signum() <= 0) {
            return Money.zero(base.currency());
        }
        BigDecimal exact = switch (off) {
            case Discount.Percent(BigDecimal rate) -> base.value().multiply(rate);
            case Discount.Volume volume -> base.value().multiply(volume.rateOf(base.value()));
            case Discount.Amount(BigDecimal amount) -> amount;
        };
        return new PreciseAmount(base.currency(), exact)
                .round(Rounding.DISCOUNT)
                .min(base);
    }

    private static Priced priced(Discount discount, Money base, Money off) {
        String label = switch (discount.off()) {
            case Discount.Percent(BigDecimal rate) -> Wording.percent(rate);
            case Discount.Volume volume -> Wording.percent(volume.rateOf(base.value()));
            case Discount.Amount _ -> "fixed amount";
        };
        return new Priced(
                off.negate().value(),
                List.of(new Step(
                        label + " off",
                        null,
                        null,
                        Decimals.canonical(base.value()),
                        null,
                        null,
                        Decimals.canonical(off.negate().value()))));
    }

    private static LineDraft line(PeriodView view, Discount discount, Priced priced) {
        return Drafts.of(
                view,
                view.lastState().plan(),
                discount.key(),
                RatedLine.Kind.DISCOUNT,
                new Drafts.Content(
                        discount.displayName() + ", " + Wording.dates(view.part(), view.zone()),
                        view.part(),
                        view.part().end(),
                        Optional.empty(),
                        BigDecimal.ONE,
                        priced,
                        SetDigest.EMPTY),
                "");
    }

    /** What the discounts so far have left of each line. */
    private static final class Remaining {
        private final CurrencyUnit currency;
        private final List<Standing> lines = new ArrayList<>();
        private final List<Money> left = new ArrayList<>();

        private Remaining(CurrencyUnit currency, List<Standing> all) {
            this.currency = currency;
            for (Standing line : all) {
                lines.add(line);
                left.add(line.amount());
            }
        }

        private Money of(List<String> charges) {
            Money sum = Money.zero(currency);
            for (int i = 0; i < lines.size(); i++) {
                if (names(charges, lines.get(i))) {
                    sum = sum.plus(left.get(i));
                }
            }
            return sum;
        }

        private void take(List<String> charges, Money off) {
            List<Integer> touched = new ArrayList<>();
            List<BigDecimal> weights = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                if (names(charges, lines.get(i)) && left.get(i).signum() > 0) {
                    touched.add(i);
                    weights.add(left.get(i).value());
                }
            }
            if (off.signum() > 0 && !touched.isEmpty()) {
                List<Money> shares = off.allocate(weights);
                for (int i = 0; i < touched.size(); i++) {
                    left.set(touched.get(i), left.get(touched.get(i)).minus(shares.get(i)));
                }
            }
        }

        private static boolean names(List<String> charges, Standing line) {
            return charges.isEmpty() || charges.contains(line.chargeKey());
        }
    }
}
