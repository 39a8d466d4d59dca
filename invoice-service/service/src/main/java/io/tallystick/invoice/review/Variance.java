package io.tallystick.invoice.review;

import java.math.BigDecimal;

/**
 * Why an invoice differs from the one before. The seven parts add up to {@code total - previous}, to the cent: 58.00 after 40.00
 * may be volume 15.00, price 2.00 and add-on 1.00.
 *
 * @param previous sum of the lines of the invoices before; 0 if there were none
 * @param total sum of the lines now
 * @param volume more or less of the same, at the price of before
 * @param price the same at another price
 * @param tier what tiers, packages, minimums, commitments and the plan's own discounts make of the volume
 * @param mix charges, subscriptions and plans that came or went
 * @param addOn add-ons and charges that are made once
 * @param late usage of closed periods that came late
 * @param correction other corrections of closed periods
 */
public record Variance(
        BigDecimal previous,
        BigDecimal total,
        BigDecimal volume,
        BigDecimal price,
        BigDecimal tier,
        BigDecimal mix,
        BigDecimal addOn,
        BigDecimal late,
        BigDecimal correction) {
    /** Nothing before, nothing now. */
    public static final Variance NONE = new Variance(
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO);

    /** Checks that the parts add up. */
    public Variance {
        BigDecimal parts =
                volume.add(price).add(tier).add(mix).add(addOn).add(late).add(correction);
        if (parts.compareTo(total.subtract(previous)) != 0) {
            throw new IllegalArgumentException("The parts come to " + parts.toPlainString() + ", but " + total
                    + " differs from " + previous + " by something else.");
        }
    }

    /** By how much the invoice differs. */
    public BigDecimal difference() {
        return total.subtract(previous);
    }

    /** The same below zero, so that it can be taken off. */
    public Variance negated() {
        return new Variance(
                previous.negate(),
                total.negate(),
                volume.negate(),
                price.negate(),
                tier.negate(),
                mix.negate(),
                addOn.negate(),
                late.negate(),
                correction.negate());
    }

    /** Both together, part by part. */
    public Variance plus(Variance other) {
        return new Variance(
                previous.add(other.previous),
                total.add(other.total),
                volume.add(other.volume),
                price.add(other.price),
                tier.add(other.tier),
                mix.add(other.mix),
                addOn.add(other.addOn),
                late.add(other.late),
                correction.add(other.correction));
    }
}
