package io.tallystick.rating.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/**
 * Usage that was aggregated elsewhere, for a simulation: 60,000 calls, or 12.5 GB-months.
 *
 * @param meterKey the meter
 * @param dimensions values by which charges filter and prices tell apart
 * @param quantity in the unit of the meter's aggregate
 * @param at in which billing period, and in which segment of it
 */
public record Given(String meterKey, Map<String, String> dimensions, BigDecimal quantity, Instant at) {
    /** Copies the map. */
    public Given {
        dimensions = Map.copyOf(dimensions);
    }
}
