package io.tallystick.rating.model;

import io.tallystick.schemas.time.BillingPeriod;

/**
 * One billing period of one subscription: the unit in which lines come into being and depend on each other.
 *
 * @param customerId who pays
 * @param subscriptionId whose period
 * @param period the whole period of the calendar, even if the subscription starts or ends inside it
 */
public record PeriodKey(String customerId, String subscriptionId, BillingPeriod period) {}
