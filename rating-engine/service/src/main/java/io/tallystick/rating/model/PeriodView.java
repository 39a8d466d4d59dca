package io.tallystick.rating.model;

import io.tallystick.schemas.time.BillingPeriod;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One billing period of one subscription, compiled: which charges are owed in which parts of it, and at which price.
 *
 * @param key whose period
 * @param run the row of periods that it belongs to
 * @param part the part of the period in which the subscription lives
 * @param zone of the subscription
 * @param spans what holds in the part, contiguous
 * @param usage each usage charge by its key, in the order of the plan
 * @param fees recurring fees, add-ons and reserved capacity
 * @param shares percentages of other lines
 * @param orders one-off charges of the period
 */
record PeriodView(
        PeriodKey key,
        Run run,
        BillingPeriod part,
        ZoneId zone,
        List<Span> spans,
        Map<String, UsageSeries> usage,
        List<Cover> fees,
        List<Cover> shares,
        List<Order> orders) {

    /** 0 for the first period of the subscription. */
    long number() {
        return run.numberOf(key.period());
    }

    /** The plan version that holds at the end of the period. */
    State lastState() {
        return spans.getLast().state();
    }

    List<SeriesKey> series() {
        List<SeriesKey> keys = new ArrayList<>(usage.size());
        usage.values().forEach(series -> keys.add(series.key()));
        return keys;
    }

    /** Whether it has lines that depend on other lines. */
    boolean hasDependents() {
        if (!shares.isEmpty()) {
            return true;
        }
        for (Span span : spans) {
            State state = span.state();
            if (state.commitment().isPresent()
                    || !state.plan().plan().discounts().isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
