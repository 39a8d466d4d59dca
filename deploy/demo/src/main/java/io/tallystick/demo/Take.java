package io.tallystick.demo;

import java.time.LocalDate;

/**
 * A subscription takes an optional charge, or orders something once.
 *
 * @param charge key of the charge
 * @param quantity how many
 * @param on from midnight of this day in the zone of the customer
 */
public record Take(String charge, int quantity, LocalDate on) {}
