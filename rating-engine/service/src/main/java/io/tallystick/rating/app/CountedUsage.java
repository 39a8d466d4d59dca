package io.tallystick.rating.app;

import io.tallystick.rating.model.LimitWindow;

/**
 * What was counted against a limit, as it is kept.
 *
 * @param customerId whose usage
 * @param window the span
 * @param state the encoded aggregate of the span
 */
public record CountedUsage(String customerId, LimitWindow window, String state) {}
