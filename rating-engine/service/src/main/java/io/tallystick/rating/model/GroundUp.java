package io.tallystick.rating.model;

import io.tallystick.rating.pricing.Usage;
import io.tallystick.schemas.time.BillingPeriod;
import io.tallystick.schemas.usage.MeterRules;
import io.tallystick.schemas.usage.UsageEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All lines of a span of time from the events themselves, in one go: the same attribution, folding, pricing and assembly as
 * in the real run, for simulations and for proving a stored period.
 */
public final class GroundUp {
    private final Timeline timeline;
    private final Map<SeriesKey, SeriesState> states = new HashMap<>();
    private final Map<SeriesKey, List<Given>> given = new HashMap<>();
    private final Map<SeriesKey, Set<String>> uniqueValues = new HashMap<>();
    private final List<Point> points = new ArrayList<>();
    private final List<Unbilled> unbilled = new ArrayList<>();
    private final MeterRules rules;
    private final boolean namesUnbilled;

    private GroundUp(Timeline timeline, MeterRules rules, boolean namesUnbilled) {
        this.timeline = timeline;
        this.rules = rules;
        this.namesUnbilled = namesUnbilled;
    }

    /**
     * Begins to take events one by one, for more of them than fit into memory: what is on no line is not named.
     *
     * @param rules of the meters that count them
     * @param carried points of before the events
     */
    public static GroundUp begin(Timeline timeline, MeterRules rules, Collection<Point> carried) {
        GroundUp all = new GroundUp(timeline, rules, false);
        all.points.addAll(carried);
        return all;
    }

    /**
     * Begins with what was folded before, for lines without their events.
     *
     * @param states of the series that have usage, folded with the layouts of this timeline
     * @param points what {@link Timeline#points} asks for, of all series
     */
    public static GroundUp folded(
            Timeline timeline, MeterRules rules, Map<SeriesKey, SeriesState> states, Collection<Point> points) {
        GroundUp all = begin(timeline, rules, points);
        all.states.putAll(states);
        return all;
    }

    /** Makes the lines of every billing period that has an instant in {@code span} from what was taken. */
    public Lines lines(BillingPeriod span) {
        return assemble(span);
    }

    /** Makes the lines of one billing period from what was taken; none if it is not billed. */
    public List<LineDraft> lines(PeriodKey period) {
        List<LineDraft> lines = new ArrayList<>(LineAssembly.fees(timeline, period));
        timeline.series(period).forEach(series -> lines.addAll(rate(series)));
        lines.addAll(LineAssembly.dependents(timeline, period, lines, List.of()));
        return lines;
    }

    /**
     * Makes the lines of every billing period that has an instant in {@code span}.
     *
     * @param events accepted events of the customer, each once, in any order; also those of before, for the levels that are
     *     carried in
     * @param rules of the meters that count them
     * @param given usage without events
     */
    public static Lines lines(
            Timeline timeline,
            Collection<UsageEvent> events,
            MeterRules rules,
            Collection<Given> given,
            BillingPeriod span) {
        return lines(timeline, events, List.of(), rules, given, span);
    }

    /**
     * The same with levels of before.
     *
     * @param carried points of before the events, so that the events of earlier periods need not be there
     */
    public static Lines lines(
            Timeline timeline,
            Collection<UsageEvent> events,
            Collection<Point> carried,
            MeterRules rules,
            Collection<Given> given,
            BillingPeriod span) {
        GroundUp all = new GroundUp(timeline, rules, true);
        all.points.addAll(carried);
        events.forEach(all::take);
        given.forEach(all::take);
        return all.assemble(span);
    }

    /** Takes an accepted event of the customer; each once, in any order. */
    public void take(UsageEvent event) {
        Attributed attributed = Attribution.attribute(event, timeline, rules);
        points.addAll(attributed.points());
        switch (attributed) {
            case Attributed.Charged charged -> charged.contributions().forEach(this::fold);
            case Attributed.NotChargeable notChargeable -> name(event, notChargeable.reason());
            case Attributed.Unmatched unmatched -> name(event, unmatched.reason());
        }
    }

    private void name(UsageEvent event, String reason) {
        if (namesUnbilled) {
            unbilled.add(new Unbilled(event.source(), event.id(), reason));
        }
    }

    private void fold(Contribution contribution) {
        SeriesKey series = contribution.series();
        boolean fresh = contribution.uniqueValue().isPresent()
                && uniqueValues
                        .computeIfAbsent(series, _ -> new HashSet<>())
                        .add(contribution.uniqueValue().get());
        states.compute(
                series,
                (_, before) ->
                        (before == null ? SeriesState.empty(timeline, series) : before).fold(contribution, fresh));
    }

    private void take(Given usage) {
        boolean billed = false;
        for (History history : timeline.histories()) {
            PeriodView view = timeline.viewAt(history, usage.at()).orElse(null);
            if (view == null) {
                continue;
            }
            for (UsageSeries series : view.usage().values()) {
                int number = series.segmentAt(usage.at());
                if (number >= 0 && Measure.counts(series.segments().get(number), usage)) {
                    given.computeIfAbsent(series.key(), _ -> new ArrayList<>()).add(usage);
                    billed = true;
                }
            }
        }
        if (!billed) {
            unbilled.add(new Unbilled("", usage.meterKey(), "no_charge"));
        }
    }

    private Lines assemble(BillingPeriod span) {
        List<LineDraft> lines = new ArrayList<>();
        for (History history : timeline.histories()) {
            for (Run run : history.runs()) {
                BillingPeriod common = run.time().intersection(span).orElse(null);
                if (common != null) {
                    for (BillingPeriod period : run.calendar().periods(common.start(), common.end())) {
                        lines.addAll(lines(new PeriodKey(
                                timeline.customerId(), history.subscription().id(), period)));
                    }
                }
            }
        }
        return new Lines(lines, unbilled);
    }

    private List<LineDraft> rate(SeriesKey series) {
        SeriesState folded = states.get(series);
        SeriesState state = folded == null ? SeriesState.empty(timeline, series) : folded;
        Members members = timeline.points(series).isEmpty() ? Members.NONE : new Members(points);
        if (!given.containsKey(series)) {
            return LineAssembly.rate(timeline, series, state, members);
        }
        PeriodView view = timeline.view(series.period()).orElseThrow();
        List<Segment> segments = timeline.segments(series);
        List<Usage> usages = new ArrayList<>(segments.size());
        for (int i = 0; i < segments.size(); i++) {
            Usage usage = Measure.usage(
                    segments.get(i),
                    state.parts().get(i),
                    members,
                    series.period().period());
            for (Given more : given.get(series)) {
                usage = segments.get(i).contains(more.at())
                        ? Usages.plus(usage, Measure.given(segments.get(i), more))
                        : usage;
            }
            usages.add(usage);
        }
        return new UsageLines(view, segments).lines(usages, LineAssembly.events(state));
    }

    /**
     * The result.
     *
     * @param lines by subscription and period: fees, usage, what depends on them
     * @param unbilled every event and given usage that is on no line, with its reason
     */
    public record Lines(List<LineDraft> lines, List<Unbilled> unbilled) {
        /** Copies the lists. */
        public Lines {
            lines = List.copyOf(lines);
            unbilled = List.copyOf(unbilled);
        }
    }

    /**
     * Something that is on no line.
     *
     * @param source of the event; "" for given usage
     * @param id of the event; the meter of given usage
     * @param reason {@code not_chargeable}, {@code no_subscription}, {@code paused}, {@code no_charge} or {@code
     *     no_carried_amount}
     */
    public record Unbilled(String source, String id, String reason) {}
}
