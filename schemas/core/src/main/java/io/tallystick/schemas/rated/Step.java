package io.tallystick.schemas.rated;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;

/**
 * One row of a line's arithmetic, in the order in which it was computed; the {@code amount} column adds up to the unrounded
 * amount. Fields that a row does not need are absent: {@code 10001..50000: 40000 × 0.005 = 200}.
 *
 * @param label what the row is: a tier, the fee, the minimum, a proration; for people
 * @param from lower bound of a tier, exclusive
 * @param upTo upper bound of a tier, inclusive; absent on the open one
 * @param quantity how much falls in it
 * @param unitPrice price of one
 * @param flatFee fixed part
 * @param amount unrounded result of the row
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Step(
        String label,
        BigDecimal from,
        BigDecimal upTo,
        BigDecimal quantity,
        BigDecimal unitPrice,
        BigDecimal flatFee,
        BigDecimal amount) {}
