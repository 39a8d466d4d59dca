package io.tallystick.rating.model;

import io.tallystick.schemas.time.BillingCalendar;
import io.tallystick.schemas.time.BillingPeriod;
import java.time.Instant;

/**
 * A stretch of a subscription's life with one row of billing periods. It ends where the subscription ends or where a plan of
 * another cadence begins.
 *
 * @param time the stretch
 * @param calendar its row of periods
 * @param periodsBefore billing periods of the subscription before this stretch
 */
record Run(BillingPeriod time, BillingCalendar calendar, long periodsBefore) {
    /** The number of a whole period of this stretch in the subscription, 0 for the first. */
    long numberOf(BillingPeriod period) {
        return periodsBefore + calendar.indexOf(period.start()) - calendar.indexOf(time.start());
    }

    /** How many periods this stretch has, counting a last one that is cut short. */
    long periods() {
        Instant last = time.end().minusNanos(1_000);
        return calendar.indexOf(last) - calendar.indexOf(time.start()) + 1;
    }
}
