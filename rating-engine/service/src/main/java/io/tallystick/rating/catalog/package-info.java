/**
 * The price book as immutable records. Read {@link io.tallystick.rating.catalog.Plan} (what is sold) and {@link
 * io.tallystick.rating.catalog.Charge} (the closed set of what can stand on a bill) first; what a charge costs is a {@link
 * io.tallystick.rating.pricing.Tariff}.
 *
 * <p>A record here may hold nonsense: {@link io.tallystick.rating.catalog.Lint} names all of it at once, and only a price
 * book without findings is published. A published {@link io.tallystick.rating.catalog.PlanVersion} never changes.
 */
package io.tallystick.rating.catalog;
