package io.tallystick.rating.model;

import io.tallystick.rating.catalog.Charge;
import io.tallystick.rating.catalog.PlanVersion;
import io.tallystick.rating.pricing.Tariff;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A one-off that was ordered.
 *
 * @param at when
 * @param number 0, or 1 and more for further orders of the same charge at the same instant
 * @param plan the plan version that held
 * @param charge the charge
 * @param tariff what it costs
 * @param quantity how many
 */
record Order(Instant at, int number, PlanVersion plan, Charge.OneOff charge, Tariff tariff, BigDecimal quantity) {}
