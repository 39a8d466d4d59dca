package io.tallystick.rating.app;

import io.tallystick.rating.model.PeriodKey;

/**
 * A line as it is kept.
 *
 * @param period the billing period in which it was made
 * @param line the line
 */
public record StoredLine(PeriodKey period, PublishedLine line) {}
