/**
 * What a person looks at before a close is approved: why an invoice differs from the one before ({@link Variance}), what looks odd
 * ({@link Anomaly}), and what has to be mended or waived ({@link Obstacle}). Pure.
 */
package io.tallystick.invoice.review;
