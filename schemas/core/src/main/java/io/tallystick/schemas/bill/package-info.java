/**
 * From lines to what is asked for: discounts, then taxes, then credits. Pure functions on money, shared by whoever makes an
 * invoice and whoever simulates one, so that both have one arithmetic. Read {@link io.tallystick.schemas.bill.Discounts}, {@link
 * io.tallystick.schemas.bill.Taxes} and {@link io.tallystick.schemas.bill.Credits} in this order.
 *
 * <p>The conventions: discounts come before tax, those of a line before those of the invoice, and within one level
 * percentages before fixed amounts; nothing is discounted below zero. Tax is computed on the taxable sum of each rate and
 * rounded once for each rate. Credits are used by priority, then by the earliest expiry, then granted before bought, then
 * the oldest first.
 */
package io.tallystick.schemas.bill;
