package io.tallystick.rating.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tallystick.rating.app.Preview.Effect;
import io.tallystick.rating.app.Preview.LineChange;
import io.tallystick.schemas.rated.RatedLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The money effect of something that was not done yet.
 *
 * @param outcome {@code applied}, or the code of the reason why nothing would be done
 * @param totals what the customer would pay more, by currency; negative if less
 * @param lines the lines that would change
 */
record EffectView(String outcome, Map<String, BigDecimal> totals, List<LineView> lines) {
    /**
     * One line.
     *
     * @param adjusts the line that it corrects, if a close holds that one already
     * @param billableAt it stands on the first invoice whose close has a cut-off at or after this instant
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LineView(
            String id,
            String subscriptionId,
            String chargeKey,
            String description,
            Instant servicePeriodStart,
            Instant servicePeriodEnd,
            String adjusts,
            Instant billableAt,
            String invoice,
            String currency,
            BigDecimal quantityBefore,
            BigDecimal quantityAfter,
            BigDecimal amountBefore,
            BigDecimal amountAfter,
            BigDecimal delta,
            RatedLine after) {
        static LineView of(LineChange change) {
            RatedLine after = change.after();
            String invoice = change.isAdjustment()
                    ? "an adjustment line on the next invoice, billable at " + after.billableAt()
                    : "the line itself moves; it is billable at " + after.billableAt();
            return new LineView(
                    after.id(),
                    after.subscriptionId(),
                    after.chargeKey(),
                    after.description(),
                    after.servicePeriodStart(),
                    after.servicePeriodEnd(),
                    after.adjusts(),
                    after.billableAt(),
                    invoice,
                    after.currency(),
                    change.before().map(RatedLine::quantity).orElse(null),
                    after.quantity(),
                    change.before().map(RatedLine::amount).orElse(null),
                    after.amount(),
                    change.delta(),
                    after);
        }
    }

    static EffectView of(Effect effect) {
        return new EffectView(
                effect.outcome(),
                effect.totals(),
                effect.lines().stream().map(LineView::of).toList());
    }
}
