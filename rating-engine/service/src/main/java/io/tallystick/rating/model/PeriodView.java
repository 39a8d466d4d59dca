package io.tallystick.rating.model;

import io.tallystick.schemas.time.BillingPeriod;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * One billing period of one subscription, compiled: which charges are owed in which parts of it, and at which price.
 *
 * @param key whose period
 * @param number 0 for the first of the subscription
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
        long number,
        BillingPeriod part,
        ZoneId zone,
        List<Span> spans,
        Map<String, UsageSeries> usage,
        List<Cover> fees,
        List<Cover> shares,
        List<Order> orders) {

    /** The plan version that holds at the end of the period. */
    State lastState() {
        return spans.getLast().state();
    }

    List<SeriesKey> series() {
        return usage.values().stream().map(UsageSeries::key).toList();
    }
}
