package io.tallystick.invoice.review;

import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.PreciseAmount;
import io.tallystick.schemas.money.Rounding;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Splits the difference between two invoices. A line is compared with the line of before that has the same subscription, plan,
 * charge, kind and dimension group; of what has no counterpart, everything is mix.
 *
 * <ul>
 *   <li>Adjustments are late (reason {@code late_usage}) or correction; add-ons and one-off charges are add-on.
 *   <li>Price: for every step that both lines have, (unit price now − before) × quantity now, plus the difference of the flat fees,
 *       rounded once for the line.
 *   <li>Volume: (quantity now − before) × average price of before, rounded once for the line. Where the line has one price only, and
 *       for recurring and reserved fees, volume is all that price leaves, so that the cent of a rounding stays with it.
 *   <li>Tier: what is left. Percentages of other lines, commitments and the plan's discounts are tier altogether.
 * </ul>
 *
 * <p>A worked number: 12,000 calls cost 10.00 (10,000 free, then 0.005), a month later 20,000 cost 50.00. Average of before:
 * 10.00 / 12,000 = 0.000833…; volume 8,000 × 0.000833… = 6.67; price 0.00; tier 40.00 − 6.67 = 33.33.
 */
public final class VarianceSplit {
    private static final String LATE = "late_usage";

    private final CurrencyUnit currency;
    private BigDecimal previous = BigDecimal.ZERO;
    private BigDecimal total = BigDecimal.ZERO;
    private BigDecimal volume = BigDecimal.ZERO;
    private BigDecimal price = BigDecimal.ZERO;
    private BigDecimal tier = BigDecimal.ZERO;
    private BigDecimal mix = BigDecimal.ZERO;
    private BigDecimal addOn = BigDecimal.ZERO;
    private BigDecimal late = BigDecimal.ZERO;
    private BigDecimal correction = BigDecimal.ZERO;

    private VarianceSplit(String currency) {
        this.currency = CurrencyUnit.of(currency);
    }

    /**
     * The split for one customer and currency.
     *
     * @param before lines of the invoices before
     * @param now lines of the draft
     */
    public static Variance of(String currency, List<RatedLine> before, List<RatedLine> now) {
        VarianceSplit split = new VarianceSplit(currency);
        Map<Key, Pair> pairs = new HashMap<>();
        for (RatedLine line : before) {
            split.previous = split.previous.add(line.amount());
            if (!split.alone(line, line.amount().negate())) {
                pairs.computeIfAbsent(Key.of(line), key -> new Pair()).before(line);
            }
        }
        for (RatedLine line : now) {
            split.total = split.total.add(line.amount());
            if (!split.alone(line, line.amount())) {
                pairs.computeIfAbsent(Key.of(line), key -> new Pair()).now(line);
            }
        }
        pairs.values().forEach(split::compare);
        return new Variance(
                split.previous,
                split.total,
                split.volume,
                split.price,
                split.tier,
                split.mix,
                split.addOn,
                split.late,
                split.correction);
    }

    /** Whether the line speaks for itself, whatever was before. */
    private boolean alone(RatedLine line, BigDecimal signed) {
        switch (line.kind()) {
            case ADJUSTMENT -> {
                if (LATE.equals(line.reason())) {
                    late = late.add(signed);
                } else {
                    correction = correction.add(signed);
                }
            }
            case ADD_ON, ONE_OFF -> addOn = addOn.add(signed);
            case USAGE, RECURRING, RESERVED, PERCENT_OF, COMMITMENT, DISCOUNT -> {
                return false;
            }
        }
        return true;
    }

    private void compare(Pair pair) {
        BigDecimal difference = pair.amountNow.subtract(pair.amountBefore);
        if (pair.before == null || pair.now == null) {
            mix = mix.add(difference);
            return;
        }
        if (pair.many) {
            volume = volume.add(difference);
            return;
        }
        switch (pair.now.kind()) {
            case PERCENT_OF, COMMITMENT, DISCOUNT -> tier = tier.add(difference);
            case RECURRING, RESERVED -> {
                BigDecimal dearer = round(priceEffect(pair));
                price = price.add(dearer);
                volume = volume.add(difference.subtract(dearer));
            }
            case USAGE -> usage(pair, difference);
            case ADD_ON, ONE_OFF, ADJUSTMENT -> throw new IllegalStateException(pair.now.kind() + " stands alone");
        }
    }

    private void usage(Pair pair, BigDecimal difference) {
        BigDecimal dearer = round(priceEffect(pair));
        price = price.add(dearer);
        BigDecimal left = difference.subtract(dearer);
        if (pair.before.quantity().signum() == 0 || isOnePrice(pair)) {
            volume = volume.add(left);
            return;
        }
        BigDecimal more = pair.now.quantity().subtract(pair.before.quantity());
        BigDecimal moved =
                round(Rounding.quotient(more.multiply(pair.before.unroundedAmount()), pair.before.quantity()));
        volume = volume.add(moved);
        tier = tier.add(left.subtract(moved));
    }

    private static boolean isOnePrice(Pair pair) {
        return pair.before.steps().size() <= 1
                && pair.now.steps().size() <= 1
                && pair.before.steps().stream().allMatch(step -> step.flatFee() == null)
                && pair.now.steps().stream().allMatch(step -> step.flatFee() == null);
    }

    private static BigDecimal priceEffect(Pair pair) {
        Map<Object, Step> before = new HashMap<>();
        pair.before.steps().forEach(step -> before.putIfAbsent(place(step), step));
        BigDecimal effect = BigDecimal.ZERO;
        for (Step step : pair.now.steps()) {
            Step was = before.remove(place(step));
            if (was != null) {
                effect = effect.add(dearer(was, step));
            }
        }
        return effect;
    }

    private static BigDecimal dearer(Step was, Step is) {
        BigDecimal effect = BigDecimal.ZERO;
        if (was.unitPrice() != null && is.unitPrice() != null && is.quantity() != null) {
            effect = is.unitPrice().subtract(was.unitPrice()).multiply(is.quantity());
        }
        if (was.flatFee() != null && is.flatFee() != null) {
            effect = effect.add(is.flatFee().subtract(was.flatFee()));
        }
        return effect;
    }

    private record Place(String label, BigDecimal from, BigDecimal upTo) {}

    private static Place place(Step step) {
        return step.from() == null && step.upTo() == null
                ? new Place(step.label(), null, null)
                : new Place(null, plain(step.from()), plain(step.upTo()));
    }

    private static BigDecimal plain(BigDecimal bound) {
        return bound == null ? null : bound.stripTrailingZeros();
    }

    private BigDecimal round(BigDecimal exact) {
        return new PreciseAmount(currency, exact).round(Rounding.RATED_LINE).value();
    }

    private record Key(
            String subscriptionId,
            String planKey,
            String chargeKey,
            RatedLine.Kind kind,
            Map<String, String> dimensions) {
        static Key of(RatedLine line) {
            return new Key(line.subscriptionId(), line.planKey(), line.chargeKey(), line.kind(), line.dimensions());
        }
    }

    /** Lines of one charge, before and now; more than one on a side are compared by their sums. */
    private static final class Pair {
        private RatedLine before;
        private RatedLine now;
        private boolean many;
        private BigDecimal amountBefore = BigDecimal.ZERO;
        private BigDecimal amountNow = BigDecimal.ZERO;

        void before(RatedLine line) {
            many |= before != null;
            before = Objects.requireNonNullElse(before, line);
            amountBefore = amountBefore.add(line.amount());
        }

        void now(RatedLine line) {
            many |= now != null;
            now = Objects.requireNonNullElse(now, line);
            amountNow = amountNow.add(line.amount());
        }
    }
}
