/**
 * Decimal quantities and amounts of money. Read {@link io.tallystick.schemas.money.PreciseAmount} (exact, to compute
 * with) and {@link io.tallystick.schemas.money.Money} (at the minor unit of its currency, the only one that stands on
 * an invoice) first.
 *
 * <p>Between the two stands {@link io.tallystick.schemas.money.Rounding}: every loss of a digit in the product has a
 * name there. Text becomes a number only through {@link io.tallystick.schemas.money.Decimals}, which bounds it before
 * any arithmetic.
 */
package io.tallystick.schemas.money;
