package io.tallystick.rating.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tallystick.rating.app.WhatIf;
import io.tallystick.rating.app.WhatIf.Progress;
import io.tallystick.rating.app.WhatIf.Result;
import io.tallystick.rating.app.WhatIf.Total;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What-ifs as the interface shows them. */
final class WhatIfViews {
    private WhatIfViews() {}

    record WhatIfView(
            String id,
            String plan,
            String from,
            String to,
            List<String> customers,
            String state,
            Progress progress,
            List<TotalView> totals,
            long unknown,
            String createdBy,
            Instant createdAt,
            Instant updatedAt) {
        static WhatIfView of(WhatIf whatIf, List<Total> totals, long unknown) {
            return new WhatIfView(
                    whatIf.id(),
                    whatIf.order().planKey(),
                    whatIf.order().from().toString(),
                    whatIf.order().to().toString(),
                    whatIf.order().customers(),
                    whatIf.state().name().toLowerCase(Locale.ROOT),
                    whatIf.progress(),
                    totals.stream().map(TotalView::of).toList(),
                    unknown,
                    whatIf.createdBy(),
                    whatIf.createdAt(),
                    whatIf.updatedAt());
        }
    }

    record TotalView(
            String currency,
            BigDecimal was,
            BigDecimal would,
            BigDecimal delta,
            long winners,
            long losers,
            long unchanged) {
        static TotalView of(Total total) {
            return new TotalView(
                    total.currency(),
                    total.was(),
                    total.would(),
                    total.would().subtract(total.was()),
                    total.winners(),
                    total.losers(),
                    total.unchanged());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ResultView(
            String customerId, String currency, BigDecimal was, BigDecimal would, BigDecimal delta, String problem) {
        static ResultView of(Result result) {
            return result.problem()
                    .map(problem -> new ResultView(result.customerId(), null, null, null, null, problem))
                    .orElseGet(() -> new ResultView(
                            result.customerId(),
                            result.currency(),
                            result.was(),
                            result.would(),
                            result.delta(),
                            null));
        }
    }
}
