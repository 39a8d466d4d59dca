package io.tallystick.schemas.bill;

import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.money.PreciseAmount;
import io.tallystick.schemas.money.Rounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes taxes on what discounts have left. For each rate: the sum of the taxed lines times the rate, rounded once, half
 * away from zero; 10 % and 12 % of 10.00 are 1.00 and 1.20. A tax that the amounts contain is taken out of them: 19 % in
 * 119.00 is 19.00.
 */
public final class Taxes {
    private final CurrencyUnit currency;
    private final List<BillItem> items;
    private final List<TaxRate> rates;
    private final Per per;

    private Taxes(CurrencyUnit currency, List<BillItem> items, List<TaxRate> rates, Per per) {
        this.currency = currency;
        this.items = items;
        this.rates = rates;
        this.per = per;
    }

    /** Computes the taxes of a bill in one currency. */
    public static Taxed compute(CurrencyUnit currency, List<BillItem> items, List<TaxRate> rates, Per per) {
        return new Taxes(currency, items, rates, per).compute();
    }

    private Taxed compute() {
        List<List<PreciseAmount>> exact = exact();
        List<Applied> applied = new ArrayList<>();
        List<Money> gross = new ArrayList<>();
        items.forEach(item -> gross.add(item.amount()));
        Money net = sum(gross);
        Money tax = Money.zero(currency);
        for (int r = 0; r < rates.size(); r++) {
            Applied one = applied(rates.get(r), exact.get(r));
            applied.add(one);
            tax = tax.plus(one.amount());
            if (rates.get(r).inclusive()) {
                net = net.minus(one.amount());
            } else {
                for (int i = 0; i < items.size(); i++) {
                    gross.set(i, gross.get(i).plus(one.perItem().get(i)));
                }
            }
        }
        return new Taxed(applied, net, tax, net.plus(tax), List.copyOf(gross));
    }

    /** The exact tax of each rate on each line. */
    private List<List<PreciseAmount>> exact() {
        List<List<PreciseAmount>> exact = new ArrayList<>();
        rates.forEach(_ -> exact.add(new ArrayList<>()));
        for (BillItem item : items) {
            BigDecimal contained = BigDecimal.ONE;
            for (TaxRate rate : rates) {
                if (rate.inclusive() && rate.scope().covers(item)) {
                    contained = contained.add(rate.rate());
                }
            }
            PreciseAmount onTop = PreciseAmount.zero(currency);
            for (int r = 0; r < rates.size(); r++) {
                TaxRate rate = rates.get(r);
                PreciseAmount base = item.amount().precise();
                PreciseAmount tax = rate.scope().covers(item)
                        ? (rate.compound() ? base.plus(onTop.times(contained)) : base)
                                .timesFraction(rate.rate(), contained)
                        : PreciseAmount.zero(currency);
                onTop = rate.inclusive() ? onTop : onTop.plus(tax);
                exact.get(r).add(tax);
            }
        }
        return exact;
    }

    private Applied applied(TaxRate rate, List<PreciseAmount> exact) {
        PreciseAmount sum = PreciseAmount.zero(currency);
        Money taxed = Money.zero(currency);
        for (int i = 0; i < items.size(); i++) {
            sum = sum.plus(exact.get(i));
            taxed = rate.scope().covers(items.get(i)) ? taxed.plus(items.get(i).amount()) : taxed;
        }
        List<Money> rounded = exact.stream().map(tax -> tax.round(Rounding.TAX)).toList();
        return switch (per) {
            case LINE -> new Applied(rate, taxed, sum(rounded), rounded);
            case RATE -> {
                Money amount = sum.round(Rounding.TAX);
                yield new Applied(rate, taxed, amount, spread(amount, exact, rounded));
            }
        };
    }

    /** Shares of the lines in a tax that was rounded on their sum. */
    private List<Money> spread(Money amount, List<PreciseAmount> exact, List<Money> rounded) {
        boolean mixed = exact.stream().anyMatch(tax -> tax.signum() * amount.signum() < 0);
        List<BigDecimal> weights = exact.stream().map(tax -> tax.value().abs()).toList();
        if (amount.signum() == 0 || mixed) {
            // Lines of both signs: each keeps its own tax, and the difference goes to the largest.
            return withDifference(amount, weights, rounded);
        }
        return amount.allocate(weights);
    }

    private List<Money> withDifference(Money amount, List<BigDecimal> weights, List<Money> rounded) {
        List<Money> shares = new ArrayList<>(rounded);
        int largest = 0;
        for (int i = 1; i < weights.size(); i++) {
            largest = weights.get(i).compareTo(weights.get(largest)) > 0 ? i : largest;
        }
        if (!shares.isEmpty()) {
            shares.set(largest, shares.get(largest).plus(amount.minus(sum(rounded))));
        }
        return List.copyOf(shares);
    }

    private Money sum(List<Money> amounts) {
        Money sum = Money.zero(currency);
        for (Money amount : amounts) {
            sum = sum.plus(amount);
        }
        return sum;
    }

    /** Where a tax is rounded. */
    public enum Per {
        /** Once on the sum of the taxed lines; the rule. */
        RATE,
        /** On every line, for countries and partners that ask for it. */
        LINE
    }

    /**
     * A bill with its taxes.
     *
     * @param applied one for each rate, in their order
     * @param net without any tax
     * @param tax all of it
     * @param gross net plus tax
     * @param perItem what is to be paid for each line, with its share of the taxes; adds up to the gross
     */
    public record Taxed(List<Applied> applied, Money net, Money tax, Money gross, List<Money> perItem) {
        /** Copies the lists. */
        public Taxed {
            applied = List.copyOf(applied);
            perItem = List.copyOf(perItem);
        }
    }

    /**
     * One tax.
     *
     * @param rate which one
     * @param taxable sum of the taxed lines; with the tax in it if it is inclusive
     * @param amount the tax
     * @param perItem its parts, in the order of the lines; they add up to the amount
     */
    public record Applied(TaxRate rate, Money taxable, Money amount, List<Money> perItem) {
        /** Copies the list. */
        public Applied {
            perItem = List.copyOf(perItem);
        }
    }
}
