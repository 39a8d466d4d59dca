package io.tallystick.rating.model;

import io.tallystick.rating.pricing.Usage;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.rated.RatedLine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Makes the lines of a billing period: usage from its series, fees from the timeline, and what depends on other lines from
 * those. Every function is pure: the same timeline, state and points give the same lines to the byte.
 */
public final class LineAssembly {
    private LineAssembly() {}

    /**
     * Rates a usage series: one line, or one for each segment. A series without usage has its zero line too.
     *
     * @param state folded with the layout of this timeline
     * @param members the points that {@link Timeline#points} asks for
     * @return none if the series is no longer billed
     * @throws IllegalArgumentException if the state was folded with another layout
     * @throws io.tallystick.rating.pricing.NotPriced if the price says nothing about the usage
     */
    public static List<LineDraft> rate(Timeline timeline, SeriesKey series, SeriesState state, Members members) {
        List<Segment> segments = timeline.segments(series);
        if (segments.isEmpty()) {
            return List.of();
        }
        if (!state.layout().equals(timeline.layout(series))) {
            throw new IllegalArgumentException(
                    "The state of series %s was folded before the subscription changed; fold its events again."
                            .formatted(series.id()));
        }
        PeriodView view = timeline.view(series.period()).orElseThrow();
        List<Usage> usages = new ArrayList<>(segments.size());
        for (int i = 0; i < segments.size(); i++) {
            usages.add(Measure.usage(
                    segments.get(i), state.parts().get(i), members, view.key().period()));
        }
        return new UsageLines(view, segments).lines(usages, events(state));
    }

    /** Number and digest of the events of each segment. */
    static List<SetDigest> events(SeriesState state) {
        List<SetDigest> events = new ArrayList<>(state.parts().size());
        state.parts().forEach(part -> events.add(part.events()));
        return events;
    }

    /** Recurring fees, add-ons, reserved capacity and one-offs of a period; none if it is no longer billed. */
    public static List<LineDraft> fees(Timeline timeline, PeriodKey period) {
        return timeline.view(period).map(FeeLines::of).orElse(List.of());
    }

    /** Whether a period has lines that depend on other lines. */
    public static boolean hasDependents(Timeline timeline, PeriodKey period) {
        return timeline.view(period).map(PeriodView::hasDependents).orElse(false);
    }

    /**
     * Lines that depend on others of the period, in this order: percentages of other lines, the commitment, discounts of the
     * plan.
     *
     * @param rated lines of the period that were just rated
     * @param standing stored lines of the period with their corrections, for the originals that are not among {@code rated};
     *     empty if {@code rated} is complete
     */
    public static List<LineDraft> dependents(
            Timeline timeline, PeriodKey period, Collection<LineDraft> rated, Collection<RatedLine> standing) {
        PeriodView view = timeline.view(period).orElse(null);
        if (view == null || !view.hasDependents()) {
            return List.of();
        }
        List<LineDraft> made = new ArrayList<>();
        List<Standing> lines = new ArrayList<>(Standing.of(rated, standing).stream()
                .filter(line -> !dependent(line.kind()))
                .toList());
        for (LineDraft share : ShareLines.of(view, lines)) {
            made.add(share);
        }
        lines.addAll(Standing.of(made, List.of()));
        made.addAll(CommitmentLines.of(view, lines));
        made.addAll(DiscountLines.of(view, lines));
        return made;
    }

    /** Whether {@link #dependents} makes lines of a kind. */
    private static boolean dependent(RatedLine.Kind kind) {
        return switch (kind) {
            case PERCENT_OF, COMMITMENT, DISCOUNT -> true;
            case USAGE, RECURRING, ADD_ON, ONE_OFF, RESERVED, ADJUSTMENT -> false;
        };
    }
}
