package io.tallystick.invoice.review;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Statistics for the eye. What comes out is never computed with as money. */
public interface Scores {

    /**
     * How far a value lies from what was usual.
     *
     * @param value the present one
     * @param trail earlier ones, in any order
     * @return empty if there are fewer than four earlier ones
     */
    Optional<Score> of(BigDecimal value, List<BigDecimal> trail);

    /**
     * A robust distance.
     *
     * @param median of the trail
     * @param z 0.6745 × (value − median) / median absolute deviation; infinite if all earlier values are equal and this one is not
     * @param factor value / median; NaN if the median is 0
     */
    record Score(double median, double z, double factor) {}
}
