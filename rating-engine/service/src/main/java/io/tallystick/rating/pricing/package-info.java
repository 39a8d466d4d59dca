/**
 * What a quantity costs: pure, exact, without a clock. Read {@link io.tallystick.rating.pricing.Price} (the closed set of
 * models, one file each with its arithmetic and its rules) and {@link io.tallystick.rating.pricing.Tariff} (a price with
 * everything around it) first.
 *
 * <p>Nothing is rounded here. A result is the unrounded amount together with the steps that add up to it; {@link
 * io.tallystick.schemas.money.Rounding#RATED_LINE} rounds it once, on the line.
 *
 * <p>Below zero (a period whose corrections exceed its usage) a price goes on as it is at zero: the first tier extends
 * downwards, whole packages are given back, fixed fees are not, and the line may be a credit.
 */
package io.tallystick.rating.pricing;
