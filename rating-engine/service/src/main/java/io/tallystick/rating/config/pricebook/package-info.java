/**
 * The notation of the price language. Read {@link io.tallystick.rating.config.pricebook.PriceBookCodec} (text to records and
 * back) and {@link io.tallystick.rating.config.pricebook.Fields} (how an object is read so that no field is overlooked)
 * first. The records know nothing of JSON; nothing else reads or writes this notation.
 */
package io.tallystick.rating.config.pricebook;
