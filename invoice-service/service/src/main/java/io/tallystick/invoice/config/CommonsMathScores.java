package io.tallystick.invoice.config;

import io.tallystick.invoice.review.Scores;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/** Median and median absolute deviation of Commons Math. Doubles are for the eye alone and never go back into an amount. */
final class CommonsMathScores implements Scores {
    private static final int FEWEST = 4;

    /** Makes the median absolute deviation of a normal distribution comparable with its standard deviation. */
    private static final double NORMAL = 0.6745;

    @Override
    public Optional<Score> of(BigDecimal value, List<BigDecimal> trail) {
        if (trail.size() < FEWEST) {
            return Optional.empty();
        }
        double[] earlier =
                trail.stream().mapToDouble(CommonsMathScores::forTheEye).toArray();
        double median = new Median().evaluate(earlier);
        double[] deviations = new double[earlier.length];
        for (int i = 0; i < earlier.length; i++) {
            deviations[i] = Math.abs(earlier[i] - median);
        }
        double deviation = new Median().evaluate(deviations);
        double now = forTheEye(value);
        return Optional.of(new Score(median, NORMAL * (now - median) / deviation, now / median));
    }

    private static double forTheEye(BigDecimal exact) {
        return Double.parseDouble(exact.toPlainString());
    }
}
