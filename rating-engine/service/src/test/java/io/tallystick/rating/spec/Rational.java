package io.tallystick.rating.spec;

import java.math.BigInteger;

/** An exact fraction of integers, so that the reference shares no arithmetic with the product. */
record Rational(BigInteger numerator, BigInteger denominator) implements Comparable<Rational> {
    static final Rational ZERO = new Rational(BigInteger.ZERO, BigInteger.ONE);
    static final Rational ONE = new Rational(BigInteger.ONE, BigInteger.ONE);

    Rational {
        BigInteger divisor = numerator.gcd(denominator);
        if (denominator.signum() < 0) {
            divisor = divisor.negate();
        }
        numerator = numerator.divide(divisor);
        denominator = denominator.divide(divisor);
    }

    /** Reads plain decimal text, digit by digit. */
    static Rational of(String text) {
        String digits = text.startsWith("-") ? text.substring(1) : text;
        int point = digits.indexOf('.');
        int fraction = point < 0 ? 0 : digits.length() - point - 1;
        BigInteger value = new BigInteger(digits.replace(".", ""));
        return new Rational(text.startsWith("-") ? value.negate() : value, BigInteger.TEN.pow(fraction));
    }

    Rational plus(Rational other) {
        return new Rational(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    Rational minus(Rational other) {
        return plus(other.times(new Rational(BigInteger.ONE.negate(), BigInteger.ONE)));
    }

    Rational times(Rational other) {
        return new Rational(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    Rational over(Rational other) {
        return new Rational(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    Rational min(Rational other) {
        return compareTo(other) <= 0 ? this : other;
    }

    Rational max(Rational other) {
        return compareTo(other) >= 0 ? this : other;
    }

    int signum() {
        return numerator.signum();
    }

    /** The largest whole number that is not above this. */
    Rational floor() {
        BigInteger[] parts = numerator.divideAndRemainder(denominator);
        return new Rational(parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0], BigInteger.ONE);
    }

    /** The smallest whole number that is not below this. */
    Rational ceiling() {
        return ZERO.minus(ZERO.minus(this).floor());
    }

    /** The nearest whole number, a half away from zero. */
    Rational halfAway() {
        Rational half = new Rational(BigInteger.ONE, BigInteger.TWO);
        return signum() < 0 ? minus(half).ceiling() : plus(half).floor();
    }

    static Rational tenTo(int power) {
        BigInteger ten = BigInteger.TEN.pow(Math.abs(power));
        return power < 0 ? new Rational(BigInteger.ONE, ten) : new Rational(ten, BigInteger.ONE);
    }

    /** Decimal text with a number of digits; what does not end there is cut toward zero. */
    String cutAt(int digits) {
        BigInteger scaled = numerator.multiply(BigInteger.TEN.pow(digits)).divide(denominator);
        String text = scaled.abs().toString();
        while (text.length() <= digits) {
            text = "0" + text;
        }
        String plain = digits == 0
                ? text
                : text.substring(0, text.length() - digits) + "." + text.substring(text.length() - digits);
        return scaled.signum() < 0 ? "-" + plain : plain;
    }

    @Override
    public int compareTo(Rational other) {
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }
}
