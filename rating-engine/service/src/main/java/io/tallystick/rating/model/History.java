package io.tallystick.rating.model;

import io.tallystick.schemas.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The compiled life of one subscription: what held when, and in which rows of billing periods.
 *
 * @param subscription the facts
 * @param spans contiguous, from the start to the end; a change begins a new one
 * @param runs contiguous over the same time
 */
record History(Subscription subscription, List<Span> spans, List<Run> runs) {
    /** The end of a subscription that has none: later than any anchor. */
    static final Instant OPEN_END = Instant.parse("3000-01-01T00:00:00Z");

    boolean isEmpty() {
        return spans.isEmpty();
    }

    Instant start() {
        return spans.getFirst().time().start();
    }

    Instant end() {
        return spans.getLast().time().end();
    }

    Optional<Span> spanAt(Instant at) {
        for (Span span : spans) {
            if (span.time().contains(at)) {
                return Optional.of(span);
            }
        }
        return Optional.empty();
    }

    Optional<Run> runAt(Instant at) {
        for (Run run : runs) {
            if (run.time().contains(at)) {
                return Optional.of(run);
            }
        }
        return Optional.empty();
    }

    /** The stretches inside a period, cut to it. */
    List<Span> spansIn(BillingPeriod period) {
        List<Span> inside = new ArrayList<>();
        for (Span span : spans) {
            span.time().intersection(period).ifPresent(part -> inside.add(new Span(part, span.state())));
        }
        return inside;
    }

    /** Whole periods whose billed part starts after {@code after} and not after {@code upTo}. */
    List<BillingPeriod> periods(Instant after, Instant upTo) {
        List<BillingPeriod> found = new ArrayList<>();
        for (Run run : runs) {
            if (run.time().start().isAfter(upTo) || !run.time().end().isAfter(after)) {
                continue;
            }
            Instant from =
                    after.isAfter(run.time().start()) ? after : run.time().start();
            // Exclusive end of the search: a period that starts at upTo belongs to it.
            Instant end = upTo.plusNanos(1_000);
            Instant to = end.isBefore(run.time().end()) ? end : run.time().end();
            for (BillingPeriod period : run.calendar().periods(from, to)) {
                Instant begins = later(period.start(), run.time().start());
                if (begins.isAfter(after) && !begins.isAfter(upTo)) {
                    found.add(period);
                }
            }
        }
        return found;
    }

    /** The first end of a billing period after an instant; the row of periods goes on after the end of the subscription. */
    Instant nextPeriodEnd(Instant after) {
        Run run = runAt(after).orElseGet(() -> after.isBefore(start()) ? runs.getFirst() : runs.getLast());
        Instant end = run.calendar().periodContaining(after).end();
        boolean cut = run.time().end().isAfter(after) && run.time().end().isBefore(end);
        return cut ? run.time().end() : end;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
