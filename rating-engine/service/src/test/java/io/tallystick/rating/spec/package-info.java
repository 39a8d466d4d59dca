/**
 * The spec tables: rules of money that a product person can read, as files under {@code src/test/resources/spec}. Read {@link
 * io.tallystick.rating.spec.PriceTable} (the notation) and {@link io.tallystick.rating.spec.NaivePricing} (the reference,
 * which shares no line with the product) first. Every row is checked against both.
 */
package io.tallystick.rating.spec;
