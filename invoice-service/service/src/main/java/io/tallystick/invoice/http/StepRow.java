package io.tallystick.invoice.http;

import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.util.List;

/**
 * A row of a line's arithmetic, in words.
 *
 * @param label such as {@code 10,000 to 50,000}
 * @param quantity how much fell in it
 * @param unitPrice of one
 * @param flatFee fixed part
 * @param amount what the row comes to, unrounded
 */
record StepRow(String label, String quantity, String unitPrice, String flatFee, String amount) {

    /** The rows; none if the only one says no more than the line itself. */
    static List<StepRow> of(List<Step> steps) {
        boolean plain = steps.size() == 1 && steps.getFirst().quantity() == null;
        return plain ? List.of() : steps.stream().map(StepRow::of).toList();
    }

    private static StepRow of(Step step) {
        return new StepRow(
                label(step),
                shown(step.quantity()),
                shown(step.unitPrice()),
                step.flatFee() == null || step.flatFee().signum() == 0 ? "" : Words.plain(step.flatFee()),
                Words.brief(step.amount()));
    }

    /** A tier in words; what stands before it in the label, such as a dimension, stays. */
    private static String label(Step step) {
        String given = Words.text(step.label());
        if (step.from() == null && step.upTo() == null) {
            return given;
        }
        int comma = given.lastIndexOf(", ");
        String context = comma < 0 ? "" : given.substring(0, comma + 2);
        boolean first = step.from() == null || step.from().signum() == 0;
        if (step.upTo() == null) {
            return context + (first ? "all" : "above " + Words.plain(step.from()));
        }
        String upTo = Words.plain(step.upTo());
        return context + (first ? "first " + upTo : "above " + Words.plain(step.from()) + " to " + upTo);
    }

    private static String shown(BigDecimal value) {
        return value == null ? "" : Words.brief(value);
    }
}
