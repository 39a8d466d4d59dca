package io.tallystick.rating.model;

import io.tallystick.rating.catalog.PlanVersion;
import io.tallystick.rating.pricing.PerUnit;
import io.tallystick.rating.pricing.Tariff;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.meter.Meter.Aggregation;
import io.tallystick.schemas.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All subscriptions of one customer, compiled against the plan versions and meters that they name. Immutable: a change of a
 * subscription makes another timeline. May be shared between threads.
 */
public final class Timeline {
    private final String customerId;
    private final Catalogue catalogue;
    private final List<History> histories;
    private final List<Allowances> allowances;
    private final boolean limits;
    private final Map<PeriodKey, Optional<PeriodView>> views = new ConcurrentHashMap<>();
    private final Map<String, PeriodView> recent = new ConcurrentHashMap<>();

    /** What was asked for last is mostly asked for next; it is immutable, and any thread may put another one here. */
    private PeriodView viewed;

    private Timeline(String customerId, Catalogue catalogue, List<History> histories) {
        this.customerId = customerId;
        this.catalogue = catalogue;
        this.histories = histories;
        this.allowances = Allowances.of(histories);
        this.limits = allowances.stream().anyMatch(Allowances::limits);
    }

    /**
     * Compiles the subscriptions of a customer.
     *
     * @throws SubscriptionRefused naming the first fact that does not fit; a subscription that was compiled when it was stored
     *     compiles always, because plan versions never change
     */
    public static Timeline of(String customerId, Collection<Subscription> subscriptions, Catalogue catalogue) {
        List<History> histories = new ArrayList<>();
        for (Subscription subscription : subscriptions) {
            if (!subscription.customerId().equals(customerId)) {
                throw new IllegalArgumentException("Subscription %s belongs to %s, not to %s."
                        .formatted(subscription.id(), subscription.customerId(), customerId));
            }
            History history = Unfolding.unfold(subscription, catalogue);
            if (!history.isEmpty()) {
                histories.add(history);
            }
        }
        histories.sort(
                (a, b) -> a.subscription().id().compareTo(b.subscription().id()));
        return new Timeline(customerId, catalogue, List.copyOf(histories));
    }

    /** Whose timeline it is. */
    public String customerId() {
        return customerId;
    }

    /** Ids of the subscriptions that live at an instant, also of paused ones. */
    public List<String> subscriptionsAt(Instant at) {
        return histories.stream()
                .filter(history -> history.spanAt(at).isPresent())
                .map(history -> history.subscription().id())
                .toList();
    }

    /** The plan version of a subscription at an instant. */
    public Optional<PlanVersion> planAt(String subscriptionId, Instant at) {
        return history(subscriptionId)
                .flatMap(history -> history.spanAt(at))
                .map(span -> span.state().plan());
    }

    /**
     * The billing periods that begin to be billed after {@code after} and not after {@code upTo}, of all subscriptions. With
     * {@code after} far in the past: all that have started by {@code upTo}.
     */
    public List<PeriodKey> periods(Instant after, Instant upTo) {
        List<PeriodKey> keys = new ArrayList<>();
        for (History history : histories) {
            for (BillingPeriod period : history.periods(after, upTo)) {
                keys.add(key(history, period));
            }
        }
        return keys;
    }

    /** The billing period of a subscription that holds an instant, empty if the subscription does not live then. */
    public Optional<PeriodKey> periodAt(String subscriptionId, Instant at) {
        return history(subscriptionId)
                .flatMap(history ->
                        history.runAt(at).map(run -> key(history, run.calendar().periodContaining(at))));
    }

    /** What usage of a charge costs at an instant of a period; empty if the charge is not owed then. In a trial it costs nothing. */
    public Optional<Tariff> tariffAt(PeriodKey period, String charge, Instant at) {
        return view(period)
                .map(view -> view.usage().get(charge))
                .filter(series -> series.segmentAt(at) >= 0)
                .map(series -> series.segments().get(series.segmentAt(at)))
                .map(segment -> segment.free() ? Tariff.of(new PerUnit(BigDecimal.ZERO)) : segment.tariff());
    }

    /** Every usage series of a period; each has a line, also without usage. None if the period is no longer billed. */
    public List<SeriesKey> series(PeriodKey period) {
        return view(period).map(PeriodView::series).orElse(List.of());
    }

    /**
     * Digest of how a series is cut into segments and what each of them counts. A stored state with another layout was folded
     * before the subscription changed: it must be folded again from the events of the period.
     *
     * @return "" if the series is no longer billed
     */
    public String layout(SeriesKey series) {
        UsageSeries usage = usage(series);
        return usage == null ? "" : usage.layout();
    }

    /**
     * Whether a series of this timeline folds the same events into the same state as in another one and keeps the same points, so
     * that what was folded there serves here. Prices may differ.
     */
    public boolean foldsLike(Timeline other, SeriesKey series) {
        return layout(series).equals(other.layout(series)) && points(series).equals(other.points(series));
    }

    /** The points that the series needs in order to be rated, beside its state; empty for most. */
    public List<PointRange> points(SeriesKey series) {
        List<PointRange> ranges = new ArrayList<>(0);
        for (Segment segment : segments(series)) {
            if (Measure.needsPoints(segment)) {
                BillingPeriod service = segment.service();
                boolean carriedIn = segment.meter().aggregation() == Aggregation.TIME_WEIGHTED;
                ranges.add(new PointRange(segment.meter().key(), service.start(), service.end(), carriedIn));
            }
        }
        return ranges;
    }

    /**
     * The series that must be rated again because a new level reaches into them: those of the billing periods that hold it, and
     * of later ones that have started by {@code openedUntil}. A level that comes during a pause, or before the subscription
     * starts, is carried into what follows.
     */
    public List<SeriesKey> carriedInto(Point point, Instant openedUntil) {
        List<PeriodKey> reachedPeriods = new ArrayList<>();
        for (History history : histories) {
            periodAt(history.subscription().id(), point.at()).ifPresent(reachedPeriods::add);
        }
        reachedPeriods.addAll(periods(point.at(), openedUntil));
        List<SeriesKey> reached = new ArrayList<>();
        for (PeriodKey period : reachedPeriods) {
            for (SeriesKey series : series(period)) {
                if (segments(series).stream().anyMatch(segment -> isLevel(segment, point.meterKey()))) {
                    reached.add(series);
                }
            }
        }
        return reached;
    }

    /** The end of the first billing period of a subscription that ends after an instant. */
    public Instant nextPeriodEnd(String subscriptionId, Instant after) {
        return history(subscriptionId)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Customer %s has no subscription %s.".formatted(customerId, subscriptionId)))
                .nextPeriodEnd(after);
    }

    /**
     * The first instant from which the two timelines differ; what lies in earlier billing periods is the same in both. Empty if
     * they do not differ.
     */
    public Optional<Instant> firstDifference(Timeline other) {
        return Difference.first(histories, other.histories);
    }

    /** Whether any plan of any subscription limits metered usage. */
    public boolean hasLimits() {
        return limits;
    }

    /** The spans in which usage of a meter at an instant is counted against limits; those of paused subscriptions are none. */
    public List<LimitWindow> limitWindows(Meter meter, Instant at) {
        List<LimitWindow> windows = new ArrayList<>(2);
        allowances.forEach(one -> one.windows(meter, at, windows));
        return windows;
    }

    /** The start of the earliest span that holds an instant and in which usage is counted; empty if nothing is limited. */
    public Optional<Instant> countedSince(Instant at) {
        return allowances.stream().flatMap(one -> one.countedSince(at).stream()).min(Instant::compareTo);
    }

    /**
     * What the customer may use at an instant, by subscription in the order of their ids: what the plans say, and every meter that a
     * plan charges for and does not limit, under its own name. Nothing for subscriptions that are paused.
     */
    public List<Grant> grants(Instant at) {
        List<Grant> grants = new ArrayList<>();
        allowances.forEach(one -> one.grants(at, grants));
        return grants;
    }

    List<History> histories() {
        return histories;
    }

    Optional<History> history(String subscriptionId) {
        for (History history : histories) {
            if (history.subscription().id().equals(subscriptionId)) {
                return Optional.of(history);
            }
        }
        return Optional.empty();
    }

    List<Segment> segments(SeriesKey series) {
        UsageSeries usage = usage(series);
        return usage == null ? List.of() : usage.segments();
    }

    /** The compiled series; null if it is no longer billed. */
    private UsageSeries usage(SeriesKey series) {
        PeriodView view = view(series.period()).orElse(null);
        return view == null ? null : view.usage().get(series.chargeKey());
    }

    /** The compiled period; empty if the subscription has no such period any more. */
    Optional<PeriodView> view(PeriodKey key) {
        PeriodView last = viewed;
        if (last != null && last.key().equals(key)) {
            return Optional.of(last);
        }
        Optional<PeriodView> view = views.computeIfAbsent(key, this::compile);
        view.ifPresent(found -> viewed = found);
        return view;
    }

    /** The compiled period that holds an instant. Events come mostly in order, so the period of the last one is tried first. */
    Optional<PeriodView> viewAt(History history, Instant at) {
        PeriodView last = recent.get(history.subscription().id());
        if (last != null && last.part().contains(at)) {
            return Optional.of(last);
        }
        Optional<PeriodView> found = history.runAt(at)
                .flatMap(run -> view(key(history, run.calendar().periodContaining(at))));
        found.ifPresent(view -> recent.put(history.subscription().id(), view));
        return found;
    }

    private Optional<PeriodView> compile(PeriodKey key) {
        return history(key.subscriptionId())
                .filter(_ -> Objects.equals(key.customerId(), customerId))
                .flatMap(history -> history.runs().stream()
                        .filter(run -> run.time().overlaps(key.period())
                                && run.calendar()
                                        .periodContaining(key.period().start())
                                        .equals(key.period()))
                        .findFirst()
                        .map(run -> PeriodCompiler.compile(history, catalogue, run, key.period())));
    }

    private static boolean isLevel(Segment segment, String meterKey) {
        return segment.meter().aggregation() == Aggregation.TIME_WEIGHTED
                && segment.meter().key().equals(meterKey);
    }

    private static PeriodKey key(History history, BillingPeriod period) {
        Subscription subscription = history.subscription();
        return new PeriodKey(subscription.customerId(), subscription.id(), period);
    }
}
