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

    /**
     * The rows; none if the only one says no more than the line itself.
     *
     * @param digits that amounts have at least after the point
     */
    static List<StepRow> of(List<Step> steps, Language language, int digits) {
        boolean plain = steps.size() == 1 && steps.getFirst().quantity() == null;
        return plain
                ? List.of()
                : steps.stream().map(step -> of(step, language, digits)).toList();
    }

    private static StepRow of(Step step, Language language, int digits) {
        return new StepRow(
                label(step, language),
                shown(step.quantity(), language),
                shown(step.unitPrice(), language),
                step.flatFee() == null || step.flatFee().signum() == 0 ? "" : language.plain(step.flatFee()),
                language.brief(step.amount(), digits));
    }

    /** A tier in words; what stands before it in the label, such as a dimension, stays. */
    private static String label(Step step, Language language) {
        String given = Words.text(step.label());
        if (step.from() == null && step.upTo() == null) {
            return Wordings.step(given, language);
        }
        int comma = given.lastIndexOf(", ");
        String context = comma < 0 ? "" : given.substring(0, comma + 2);
        boolean first = step.from() == null || step.from().signum() == 0;
        if (step.upTo() == null) {
            return context
                    + (first ? language.say("step_all") : language.say("step_above", language.plain(step.from())));
        }
        String upTo = language.plain(step.upTo());
        return context
                + (first
                        ? language.say("step_first", upTo)
                        : language.say("step_between", language.plain(step.from()), upTo));
    }

    private static String shown(BigDecimal value, Language language) {
        return value == null ? "" : language.brief(value);
    }
}
