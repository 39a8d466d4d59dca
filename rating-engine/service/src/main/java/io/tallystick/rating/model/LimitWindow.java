package io.tallystick.rating.model;

import io.tallystick.rating.catalog.Entitlement;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.time.BillingPeriod;

/**
 * A span of time in which the usage of a limited meter is counted for a subscription.
 *
 * @param subscriptionId whose
 * @param meterKey what is counted
 * @param per the length of the span
 * @param time the span: a local day, a local month or a billing period
 */
public record LimitWindow(String subscriptionId, String meterKey, Entitlement.Per per, BillingPeriod time) {
    /** The id under which the distinct values of the span are kept; no series has the same. */
    public Hash128 valuesId() {
        return Hash128.of("limit", subscriptionId, meterKey, per.name(), time.toString());
    }
}
