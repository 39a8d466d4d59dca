package io.tallystick.invoice.review;

/**
 * Something that looks odd. It keeps nobody from approving; it is for the eye.
 *
 * @param code {@code unusual_total}, {@code factor_over_median}, {@code unit_mismatch} or {@code negative_total}
 * @param score how odd, as text; null where there is no measure
 * @param sentence what is odd, with the numbers
 */
public record Anomaly(String code, String score, String sentence) {}
