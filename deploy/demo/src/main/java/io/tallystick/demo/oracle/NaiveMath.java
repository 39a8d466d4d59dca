package io.tallystick.demo.oracle;

import java.math.BigDecimal;
import java.math.MathContext;

/** Arithmetic of the oracle, with its own roundings: sixty digits for quotients, and cents half away from zero. */
final class NaiveMath {
    private static final MathContext SIXTY_DIGITS = new MathContext(60);
    private static final BigDecimal HALF = new BigDecimal("0.5");

    private NaiveMath() {}

    static BigDecimal divide(BigDecimal dividend, BigDecimal divisor) {
        return dividend.divide(divisor, SIXTY_DIGITS);
    }

    static BigDecimal ratio(BigDecimal amount, long part, long whole) {
        return divide(amount.multiply(BigDecimal.valueOf(part)), BigDecimal.valueOf(whole));
    }

    /** 3.685 is 3.69, -3.685 is -3.69: add half a cent away from zero, then drop the rest. */
    static BigDecimal cents(BigDecimal amount) {
        BigDecimal half = amount.signum() < 0 ? HALF.negate() : HALF;
        return new BigDecimal(amount.movePointRight(2).add(half).toBigInteger(), 2);
    }

    /** The next whole number that is not smaller. */
    static BigDecimal up(BigDecimal quantity) {
        BigDecimal whole = new BigDecimal(quantity.toBigInteger());
        return whole.compareTo(quantity) < 0 ? whole.add(BigDecimal.ONE) : whole;
    }

    static BigDecimal sum(Iterable<BigDecimal> values) {
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal value : values) {
            sum = sum.add(value);
        }
        return sum;
    }
}
