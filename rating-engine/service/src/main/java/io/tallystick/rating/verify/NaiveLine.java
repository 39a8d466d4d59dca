package io.tallystick.rating.verify;

import java.time.Instant;

/**
 * A line as the second computation sees it.
 *
 * @param charge its charge, {@code commitment}, or the key of a discount
 * @param start start of what is paid for
 * @param end end of what is paid for, exclusive
 * @param due when it is due
 * @param quantity what was priced
 * @param exact the exact amount
 * @param amount the amount at the minor unit
 * @param correction whether it corrects what was billed before
 * @param discount whether the plan takes it off
 */
public record NaiveLine(
        String charge,
        Instant start,
        Instant end,
        Instant due,
        Rational quantity,
        Rational exact,
        Rational amount,
        boolean correction,
        boolean discount) {}
