package io.tallystick.rating.pricing;

import io.tallystick.schemas.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of a quantity that falls into one tier. Tiers are contiguous: one begins strictly above the {@code upTo} of the
 * one before, whatever the fraction, so 100.5 after a tier up to 100 has 0.5 in the next.
 *
 * @param index of the tier
 * @param from lower bound, exclusive, except that the first tier takes zero and everything below
 * @param upTo upper bound, inclusive, empty on an open tier
 * @param quantity how much of the whole falls in it
 */
record Slice(int index, BigDecimal from, Optional<BigDecimal> upTo, BigDecimal quantity) {

    /** All tiers that the quantity reaches, at least the first. */
    static List<Slice> of(List<? extends Bounded> tiers, BigDecimal quantity) {
        List<Slice> slices = new ArrayList<>(tiers.size());
        BigDecimal from = BigDecimal.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            Optional<BigDecimal> upTo = tiers.get(i).upTo();
            BigDecimal top = upTo.filter(bound -> bound.compareTo(quantity) < 0).orElse(quantity);
            slices.add(new Slice(i, from, upTo, Decimals.canonical(top.subtract(from))));
            if (upTo.isEmpty() || quantity.compareTo(upTo.get()) <= 0) {
                return slices;
            }
            from = upTo.get();
        }
        throw aboveTheLast(from, quantity);
    }

    /** The one tier that holds the whole quantity. */
    static Slice holding(List<? extends Bounded> tiers, BigDecimal quantity) {
        Slice last = of(tiers, quantity).getLast();
        return new Slice(last.index, last.from, last.upTo, Decimals.canonical(quantity));
    }

    /** {@code ..10000}, {@code 10000..50000}, {@code 50000..}. */
    String label() {
        return (index == 0 ? "" : Decimals.text(from)) + ".."
                + upTo.map(Decimals::text).orElse("");
    }

    /** The rules for the bounds of tiers, reported one by one. */
    static void check(List<? extends Bounded> tiers, Findings findings) {
        if (tiers.isEmpty()) {
            findings.add("tiers_missing", null, "at least one tier is needed");
            return;
        }
        BigDecimal below = BigDecimal.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            Findings here = findings.at(i).at("upTo");
            Optional<BigDecimal> upTo = tiers.get(i).upTo();
            boolean last = i == tiers.size() - 1;
            if (upTo.isEmpty()) {
                if (!last) {
                    here.add(
                            "tier_unreachable",
                            null,
                            "only the last tier is open; the tiers after this one are never reached");
                }
                continue;
            }
            int order = upTo.get().compareTo(below);
            String value = Decimals.text(upTo.get());
            if (i == 0 && order <= 0) {
                here.add("tier_unreachable", value, "the first tier must end above 0");
            } else if (order == 0) {
                here.add("tier_unreachable", value, "the tier before ends at the same quantity, so this one is empty");
            } else if (order < 0) {
                here.add("tiers_overlap", value, "must be above the end of the tier before, " + Decimals.text(below));
            }
            if (last) {
                here.uncovered(
                        "tiers_gap", value, "quantities above it have no price; leave upTo out on the last tier");
            }
            below = below.max(upTo.get());
        }
    }

    private static NotPriced aboveTheLast(BigDecimal end, BigDecimal quantity) {
        return new NotPriced(
                "quantity_above_last_tier",
                "The quantity %s has no price: the last tier ends at %s. Leave upTo out on the last tier."
                        .formatted(Decimals.text(quantity), Decimals.text(end)));
    }
}
