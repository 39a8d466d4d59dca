package io.tallystick.rating.model;

import io.tallystick.rating.catalog.Entitlement;
import io.tallystick.rating.catalog.PlanVersion;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a subscription allows of one feature at an instant.
 *
 * @param subscriptionId the subscription
 * @param plan the version that says so
 * @param entitlement as the plan says it
 * @param limit of this subscription, with what lifts it; empty if there is none
 * @param window in which a metered limit is counted
 */
public record Grant(
        String subscriptionId,
        PlanVersion plan,
        Entitlement entitlement,
        Optional<BigDecimal> limit,
        Optional<LimitWindow> window) {}
