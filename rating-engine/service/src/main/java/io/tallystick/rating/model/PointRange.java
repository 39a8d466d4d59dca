package io.tallystick.rating.model;

import java.time.Instant;

/**
 * Which points of the customer a series needs in order to be rated.
 *
 * @param meterKey the meter
 * @param from first instant, inclusive
 * @param to end, exclusive
 * @param carriedIn whether the last point before {@code from} of every gauge belongs to it too
 */
public record PointRange(String meterKey, Instant from, Instant to, boolean carriedIn) {}
