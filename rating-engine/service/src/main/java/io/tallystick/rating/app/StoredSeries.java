package io.tallystick.rating.app;

import io.tallystick.rating.model.SeriesKey;
import io.tallystick.rating.model.SeriesState;

/**
 * The aggregate of a series as it is kept.
 *
 * @param key which series
 * @param state what was folded
 */
public record StoredSeries(SeriesKey key, SeriesState state) {}
