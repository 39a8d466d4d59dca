package io.tallystick.demo.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Arithmetic of the oracle, with its own roundings: quotients cut at sixty digits, and cents half away from zero. */
final class NaiveMath {
    private static final int DIGITS = 60;
    private static final BigDecimal HALF = new BigDecimal("0.5");

    private NaiveMath() {}

    /** The quotient of whole numbers, after both were multiplied until they are whole, cut at sixty digits. */
    static BigDecimal divide(BigDecimal dividend, BigDecimal divisor) {
        int scale = Math.max(0, Math.max(dividend.scale(), divisor.scale()));
        BigInteger whole = dividend.movePointRight(scale + DIGITS).toBigInteger();
        return new BigDecimal(whole.divide(divisor.movePointRight(scale).toBigInteger()), DIGITS);
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
