package io.tallystick.schemas.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The endless row of periods that an anchor and a cadence give, in both directions. Period {@code k} runs from boundary
 * {@code k} to boundary {@code k + 1}, and a boundary is computed from the anchor, never from the boundary before it:
 * monthly from 2026-01-31 gives 31 Jan, 28 Feb, 31 Mar, 30 Apr; yearly from 2024-02-29 gives 28 Feb and 29 Feb in 2028.
 *
 * <p>A boundary is the wall clock time of the anchor, made an instant by the rules of the zone:
 *
 * <ul>
 *   <li>a time that the clocks skip becomes the first instant after the gap (midnight in São Paulo on 2018-11-04 is
 *       01:00),
 *   <li>a time that happens twice is the earlier one.
 * </ul>
 *
 * <p>The periods tile: the end of one is the start of the next. None is empty: Apia skipped the whole of 2011-12-30, so a
 * daily calendar has no period for that day.
 *
 * @param anchor of all boundaries
 * @param cadence distance of the boundaries
 */
public record BillingCalendar(BillingAnchor anchor, Cadence cadence) {
    /** The most periods that {@link #periods} lists. */
    public static final int MAX_PERIODS = 10_000;

    public BillingCalendar {
        Objects.requireNonNull(anchor, "anchor");
        Objects.requireNonNull(cadence, "cadence");
    }

    /**
     * Boundary {@code k}: 0 is the anchor, negative ones lie before it.
     *
     * @throws java.time.DateTimeException if it lies beyond the years that Java can express
     */
    public Instant boundary(long k) {
        return instantOf(cadence.after(anchor.local(), k));
    }

    /** The one period that holds the instant; an instant on a boundary is in the period that starts there. */
    public BillingPeriod periodContaining(Instant instant) {
        Instant at = Micros.truncate(instant);
        long k = estimate(at);
        Instant start = boundary(k);
        Instant end = boundary(k + 1);
        while (start.isAfter(at)) {
            k--;
            end = start;
            start = boundary(k);
        }
        while (!end.isAfter(at)) {
            k++;
            start = end;
            end = boundary(k + 1);
        }
        return new BillingPeriod(start, end);
    }

    /** The number of the period that holds the instant: {@code boundary(k) <= instant < boundary(k + 1)}. */
    public long indexOf(Instant instant) {
        Instant at = Micros.truncate(instant);
        long k = estimate(at);
        while (boundary(k).isAfter(at)) {
            k--;
        }
        while (!boundary(k + 1).isAfter(at)) {
            k++;
        }
        return k;
    }

    /** The first boundary that is not before the instant: the instant itself if it is one. */
    public Instant firstBoundaryFrom(Instant instant) {
        BillingPeriod period = periodContaining(instant);
        return period.start().equals(Micros.truncate(instant)) ? period.start() : period.end();
    }

    /**
     * All whole periods that have an instant in {@code [from, to)}, in order. The first may start before {@code from} and
     * the last may end after {@code to}; who bills a part of one cuts it himself.
     *
     * @throws IllegalArgumentException if there are more than {@value #MAX_PERIODS}
     */
    public List<BillingPeriod> periods(Instant from, Instant to) {
        List<BillingPeriod> periods = new ArrayList<>();
        if (!from.isBefore(to)) {
            return periods;
        }
        Instant end = Micros.truncate(to);
        long k = indexOf(from);
        Instant start = boundary(k);
        while (start.isBefore(end)) {
            k++;
            Instant next = boundary(k);
            if (start.isBefore(next)) {
                requireRoom(periods.size(), from, to);
                periods.add(new BillingPeriod(start, next));
            }
            start = next;
        }
        return List.copyOf(periods);
    }

    private long estimate(Instant at) {
        return cadence.estimate(anchor.local(), LocalDateTime.ofInstant(at, anchor.zone()));
    }

    private void requireRoom(int size, Instant from, Instant to) {
        if (size == MAX_PERIODS) {
            throw new IllegalArgumentException(
                    "From %s to %s there are more than %d periods of %d × %s; ask for a shorter span."
                            .formatted(from, to, MAX_PERIODS, cadence.count(), cadence.unit()));
        }
    }

    private Instant instantOf(LocalDateTime local) {
        ZoneRules rules = anchor.zone().getRules();
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        if (offsets.isEmpty()) {
            ZoneOffsetTransition gap = rules.getTransition(local);
            return gap.getInstant();
        }
        return local.toInstant(offsets.getFirst());
    }
}
