package io.tallystick.demo.oracle;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A line that an invoice must have.
 *
 * @param charge key of the charge
 * @param start of what is paid for
 * @param end of what is paid for, exclusive
 * @param quantity what was priced, with sixty digits where it does not terminate
 * @param unrounded the amount with sixty digits
 * @param amount the amount in cents
 */
public record OracleLine(
        String charge, Instant start, Instant end, BigDecimal quantity, BigDecimal unrounded, BigDecimal amount) {

    static OracleLine of(String charge, Instant start, Instant end, BigDecimal quantity, BigDecimal unrounded) {
        return new OracleLine(charge, start, end, quantity, unrounded, NaiveMath.cents(unrounded));
    }
}
