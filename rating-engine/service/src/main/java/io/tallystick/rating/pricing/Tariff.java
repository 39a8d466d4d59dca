package io.tallystick.rating.pricing;

import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A price with everything around it, in this order: convert and round the quantity, take the allowance off, price the rest,
 * lift the amount to the minimum or cut it to the maximum.
 *
 * <p>60,000 calls with an allowance of 10,000, graduated up to 40,000 at 0.0050 and above at 0.0040, cost 40,000 × 0.0050 +
 * 10,000 × 0.0040 = 240.00.
 *
 * @param price what a billable unit costs
 * @param allowance included units, in the unit after conversion
 * @param transform conversion of the quantity before anything else
 * @param minimum of the line in a full period
 * @param maximum of the line in a full period
 */
public record Tariff(
        Price price,
        Optional<BigDecimal> allowance,
        Optional<Transform> transform,
        Optional<BigDecimal> minimum,
        Optional<BigDecimal> maximum) {

    /** A price with nothing around it. */
    public static Tariff of(Price price) {
        return new Tariff(price, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same tariff with {@code more} units included, for instance by reserved capacity. */
    public Tariff plusAllowance(BigDecimal more) {
        return new Tariff(price, Optional.of(allowance.orElse(BigDecimal.ZERO).add(more)), transform, minimum, maximum);
    }

    /** Whether the number of units alone says what they cost. */
    public boolean byQuantity() {
        return switch (price) {
            case Flat _, PerUnit _, Graduated _, Volume _, PackagePrice _, Stairstep _ -> true;
            case Matrix _, Percentage _, GraduatedPercentage _, Dynamic _ -> false;
        };
    }

    /** What the usage of a full period costs. */
    public Priced rate(Usage usage) {
        return rate(usage, Share.FULL);
    }

    /**
     * What the usage costs.
     *
     * @param share the part of a full period that the line covers: minimum and maximum are prorated with it, usage is not
     * @throws NotPriced if the price says nothing about this usage
     */
    public Priced rate(Usage usage, Share share) {
        return limited(priced(usage), share);
    }

    /** What the usage costs before minimum and maximum. */
    public Priced priced(Usage usage) {
        return switch (price) {
            case Matrix matrix -> byRow(matrix, usage);
            case Percentage percentage -> byTransaction(percentage, usage);
            case Flat _,
                    PerUnit _,
                    Graduated _,
                    Volume _,
                    PackagePrice _,
                    Stairstep _,
                    GraduatedPercentage _,
                    Dynamic _ -> whole(usage.total());
        };
    }

    private Priced whole(BigDecimal used) {
        List<Step> before = new ArrayList<>();
        BigDecimal quantity = converted(used, before);
        BigDecimal included = included(quantity, allowance.orElse(BigDecimal.ZERO));
        if (included.signum() > 0) {
            before.add(Steps.free("included", included));
        }
        Priced priced = price.price(new Usage.Quantity(quantity.subtract(included)));
        return new Priced(BigDecimal.ZERO, before).then(priced.steps());
    }

    private Priced byRow(Matrix matrix, Usage usage) {
        List<Step> steps = new ArrayList<>();
        BigDecimal left = allowance.orElse(BigDecimal.ZERO);
        for (Matrix.Cell cell : matrix.cells(usage)) {
            BigDecimal quantity = converted(cell.quantity(), new ArrayList<>());
            Priced row = new Tariff(cell.price(), Optional.of(left), transform, Optional.empty(), Optional.empty())
                    .whole(cell.quantity());
            left = left.subtract(included(quantity, left));
            if (cell.quantity().signum() != 0 || row.amount().signum() != 0) {
                row.steps().forEach(step -> steps.add(Steps.within(cell.label(), step)));
            }
        }
        return Priced.of(steps);
    }

    private Priced byTransaction(Percentage percentage, Usage usage) {
        if (!percentage.needsTransactions()) {
            return whole(usage.total());
        }
        if (transform.isPresent() && usage instanceof Usage.Transactions(List<BigDecimal> amounts)) {
            return percentage.price(new Usage.Transactions(
                    amounts.stream().map(transform.get()::apply).toList()));
        }
        return percentage.price(usage);
    }

    private BigDecimal converted(BigDecimal used, List<Step> steps) {
        if (transform.isEmpty()) {
            return used;
        }
        BigDecimal quantity = transform.get().apply(used);
        steps.add(Steps.free(Decimals.text(used) + transform.get().label(), quantity));
        return quantity;
    }

    /** Included units are used up by usage, never by corrections below zero. */
    private static BigDecimal included(BigDecimal quantity, BigDecimal most) {
        return quantity.min(most).max(BigDecimal.ZERO);
    }

    /**
     * Lifts a result to the minimum or cuts it to the maximum.
     *
     * @param share the part of a full period that the line covers
     */
    public Priced limited(Priced priced, Share share) {
        Optional<BigDecimal> least =
                minimum.map(share::of).filter(bound -> priced.amount().compareTo(bound) < 0);
        if (least.isPresent()) {
            return topped("up to the minimum", priced, least.get());
        }
        Optional<BigDecimal> most =
                maximum.map(share::of).filter(bound -> priced.amount().compareTo(bound) > 0);
        return most.map(bound -> topped("down to the maximum", priced, bound)).orElse(priced);
    }

    private static Priced topped(String label, Priced priced, BigDecimal bound) {
        return priced.then(List.of(Steps.fixed(label, bound.subtract(priced.amount()))));
    }

    /** Reports every rule that the price or what stands around it breaks. */
    public void check(Findings findings) {
        price.check(findings.at("price"));
        findings.notNegative("allowance", allowance);
        transform.ifPresent(conversion -> conversion.check(findings.at("transform")));
        findings.notNegative("minimum", minimum);
        findings.notNegative("maximum", maximum);
        if (minimum.isPresent() && maximum.isPresent() && minimum.get().compareTo(maximum.get()) > 0) {
            findings.at("minimum")
                    .add(
                            "minimum_above_maximum",
                            Decimals.text(minimum.get()),
                            "must not be above the maximum, " + Decimals.text(maximum.get()));
        }
        if (allowance.isPresent() && price instanceof Percentage percentage && percentage.needsTransactions()) {
            findings.at("allowance")
                    .add(
                            "allowance_not_applicable",
                            Decimals.text(allowance.get()),
                            "a price per transaction has freeTransactions and freeAmount instead");
        }
    }
}
