package io.tallystick.rating.app;

import io.tallystick.schemas.id.Hash128;

/**
 * A value that a UNIQUE_COUNT series has seen.
 *
 * @param customerId whose
 * @param series id of the series
 * @param value the value
 */
public record SeenValue(String customerId, Hash128 series, String value) {}
