package io.tallystick.rating.model;

import io.tallystick.rating.catalog.Charge;
import io.tallystick.rating.catalog.PlanVersion;
import io.tallystick.rating.pricing.Share;
import io.tallystick.rating.pricing.Tariff;
import io.tallystick.schemas.time.BillingPeriod;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A part of a billing period in which a charge is owed at one price.
 *
 * @param service the part
 * @param plan the plan version in which it stands
 * @param charge the charge
 * @param tariff what it costs, absent for a share of other lines
 * @param quantity how many
 * @param share the part of the whole period that is paid for
 */
record Cover(
        BillingPeriod service,
        PlanVersion plan,
        Charge charge,
        Optional<Tariff> tariff,
        BigDecimal quantity,
        Share share) {}
