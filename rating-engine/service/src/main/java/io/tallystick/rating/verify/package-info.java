/**
 * Rating a second time, slow and plain on purpose: straight from the stored JSON of subscriptions, plans, meters and events, in
 * fractions, moment by moment. Nothing here knows the code that rates, and the build sees to it, so that the two can only agree
 * where both are right. Start with {@link io.tallystick.rating.verify.NaivePeriod}.
 */
package io.tallystick.rating.verify;
