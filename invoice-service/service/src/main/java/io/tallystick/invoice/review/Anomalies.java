package io.tallystick.invoice.review;

import io.tallystick.schemas.money.Rounding;
import io.tallystick.schemas.rated.RatedLine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Looks for what is odd in the draft of a customer. */
public final class Anomalies {
    /** The usual limit of a modified z-score (Iglewicz and Hoaglin). */
    private static final double MOST_Z = 3.5;

    /** A total of three times the usual one, or a third of it, is worth a look. */
    private static final double MOST_FACTOR = 3;

    /** Below this many units of the currency nothing is odd enough to be looked at. */
    private static final BigDecimal TRIFLE = BigDecimal.TEN;

    private static final List<Unit> UNITS = List.of(
            new Unit(1000, "thousands (kilo)"),
            new Unit(1024, "1,024 (kibi)"),
            new Unit(1_000_000, "millions (mega)"),
            new Unit(1_048_576, "1,048,576 (mebi)"),
            new Unit(3600, "seconds and hours"),
            new Unit(60, "seconds and minutes"));

    private final Scores scores;

    private record Unit(long factor, String words) {}

    /** Looks with these statistics. */
    public Anomalies(Scores scores) {
        this.scores = scores;
    }

    /**
     * What is odd, the plainest first.
     *
     * @param currency of the draft
     * @param total sum of the lines
     * @param trail totals of earlier invoices in that currency
     * @param before lines of the invoices before
     * @param now lines of the draft
     */
    public List<Anomaly> find(
            String currency, BigDecimal total, List<BigDecimal> trail, List<RatedLine> before, List<RatedLine> now) {
        List<Anomaly> found = new ArrayList<>();
        if (total.signum() < 0) {
            found.add(new Anomaly(
                    "negative_total",
                    null,
                    "The total is below zero: " + currency + " " + total.toPlainString()
                            + ". Nothing is asked for; look whether the credit is meant."));
        }
        units(before, now, found);
        unusual(currency, total, trail, found);
        return found;
    }

    private void unusual(String currency, BigDecimal total, List<BigDecimal> trail, List<Anomaly> found) {
        scores.of(total, trail).ifPresent(score -> {
            BigDecimal median = new BigDecimal(String.format(Locale.ROOT, "%.2f", score.median()));
            if (total.subtract(median).abs().compareTo(TRIFLE) < 0) {
                return;
            }
            String usual = currency + " " + total.toPlainString() + " where " + currency + " " + median.toPlainString()
                    + " is usual (median of " + trail.size() + " invoices)";
            if (Double.isFinite(score.z()) && Math.abs(score.z()) > MOST_Z) {
                String z = String.format(Locale.ROOT, "%.1f", score.z());
                found.add(new Anomaly("unusual_total", z, usual + ": a robust z-score of " + z + "."));
            }
            if (Double.isFinite(score.factor()) && (score.factor() > MOST_FACTOR || score.factor() < 1 / MOST_FACTOR)) {
                String factor = String.format(Locale.ROOT, "%.2f", score.factor());
                found.add(new Anomaly("factor_over_median", factor, usual + ": " + factor + " times as much."));
            }
        });
    }

    /** A quantity that moved by almost exactly the factor between two units was probably sent in the other unit. */
    private static void units(List<RatedLine> before, List<RatedLine> now, List<Anomaly> found) {
        Map<String, BigDecimal> was = quantities(before);
        Map<String, BigDecimal> is = quantities(now);
        is.keySet().stream().sorted().forEach(meter -> {
            BigDecimal old = was.getOrDefault(meter, BigDecimal.ZERO);
            BigDecimal present = is.get(meter);
            for (Unit unit : UNITS) {
                if (isNear(present, old, unit) || isNear(old, present, unit)) {
                    found.add(new Anomaly(
                            "unit_mismatch",
                            Long.toString(unit.factor()),
                            "Meter \"" + meter + "\" went from " + old.toPlainString() + " to "
                                    + present.toPlainString() + ", a factor of about " + unit.factor()
                                    + ": were " + unit.words() + " mixed up?"));
                    return;
                }
            }
        });
    }

    /** Within 2 % of the factor, and not of next to nothing. */
    private static boolean isNear(BigDecimal large, BigDecimal small, Unit unit) {
        if (small.signum() <= 0 || small.compareTo(BigDecimal.ONE) < 0) {
            return false;
        }
        BigDecimal ratio = Rounding.quotient(large, small.multiply(BigDecimal.valueOf(unit.factor())));
        return ratio.compareTo(new BigDecimal("0.98")) >= 0 && ratio.compareTo(new BigDecimal("1.02")) <= 0;
    }

    private static Map<String, BigDecimal> quantities(List<RatedLine> lines) {
        Map<String, BigDecimal> sums = new HashMap<>();
        for (RatedLine line : lines) {
            if (line.kind() == RatedLine.Kind.USAGE && line.meterKey() != null) {
                sums.merge(line.meterKey(), line.quantity(), BigDecimal::add);
            }
        }
        return sums;
    }
}
