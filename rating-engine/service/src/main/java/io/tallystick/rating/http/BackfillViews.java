package io.tallystick.rating.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tallystick.rating.app.Backfill;
import io.tallystick.rating.app.Backfills.Forecast;
import io.tallystick.rating.app.Disposition;
import io.tallystick.rating.app.StagedEvent;
import io.tallystick.rating.http.EffectView.LineView;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How backfills are shown. */
final class BackfillViews {
    private BackfillViews() {}

    /**
     * A backfill.
     *
     * @param state {@code open}, {@code committing}, {@code committed}, {@code reverting} or {@code reverted}
     * @param partitionsDone partitions that have followed the decision
     * @param waiting events that were received and are not decided
     * @param repeated events that were known when it was committed, and were set aside
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BackfillView(
            String id,
            String name,
            String reason,
            String customerId,
            String author,
            Instant openedAt,
            String state,
            String decidedBy,
            Instant decidedAt,
            int partitionsDone,
            int partitions,
            long waiting,
            long rated,
            long unmatched,
            long repeated,
            long reverted) {
        static BackfillView of(Backfill backfill) {
            Backfill.Counts counts = backfill.counts();
            return new BackfillView(
                    backfill.id(),
                    backfill.name(),
                    backfill.reason(),
                    backfill.customerId().orElse(null),
                    backfill.author(),
                    backfill.openedAt(),
                    backfill.state(),
                    backfill.decision().map(Backfill.Decision::author).orElse(null),
                    backfill.decision().map(Backfill.Decision::at).orElse(null),
                    counts.done(),
                    backfill.partitions(),
                    counts.waiting(),
                    counts.rated(),
                    counts.unmatched(),
                    counts.repeated(),
                    counts.reverted());
        }
    }

    /** An event of a backfill, as it came. */
    record StagedView(
            int partition, long offset, String customerId, String source, String id, Instant receivedAt, String event) {
        static StagedView of(StagedEvent staged) {
            return new StagedView(
                    staged.partition(),
                    staged.offset(),
                    staged.identity().customerId(),
                    staged.identity().source(),
                    staged.identity().id(),
                    staged.receivedAt(),
                    new String(staged.event(), StandardCharsets.UTF_8));
        }
    }

    /**
     * What a commit would do.
     *
     * @param events how many would end how
     * @param totals what the customers would pay more, by currency
     * @param adjustments the part of it that corrects what a close holds already
     * @param lines that would change, a thousand at most
     * @param moreLines beyond those
     */
    record ForecastView(
            Map<String, Long> events,
            long customers,
            Map<String, BigDecimal> totals,
            Map<String, BigDecimal> adjustments,
            List<LineView> lines,
            long moreLines) {
        static ForecastView of(Forecast forecast) {
            Map<String, Long> events = new TreeMap<>();
            for (Map.Entry<Disposition, Long> entry : forecast.events().entrySet()) {
                events.put(entry.getKey().code(), entry.getValue());
            }
            return new ForecastView(
                    events,
                    forecast.customers(),
                    forecast.totals(),
                    forecast.adjustments(),
                    forecast.lines().stream().map(LineView::of).toList(),
                    forecast.more());
        }
    }
}
