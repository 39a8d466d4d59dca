/**
 * Billing periods. Read {@link io.tallystick.schemas.time.BillingPeriod} (half-open, as instants) and {@link
 * io.tallystick.schemas.time.BillingCalendar} (which periods an anchor, a cadence and a zone give) first.
 *
 * <p>Nothing here reads a clock. Times are instants cut to microseconds, see {@link
 * io.tallystick.schemas.time.Micros}; local dates appear only together with the zone that gives them a meaning.
 */
package io.tallystick.schemas.time;
