package io.tallystick.rating.verify;

import java.math.BigInteger;

/** An exact fraction of integers, so that the second computation shares no arithmetic with the first. */
public record Rational(BigInteger numerator, BigInteger denominator) implements Comparable<Rational> {
    /** The number. */
    public static final Rational ZERO = new Rational(BigInteger.ZERO, BigInteger.ONE);
    /** The number. */
    public static final Rational ONE = new Rational(BigInteger.ONE, BigInteger.ONE);

    /** Shortens it. */
    public Rational {
        BigInteger divisor = numerator.gcd(denominator);
        if (denominator.signum() < 0) {
            divisor = divisor.negate();
        }
        numerator = numerator.divide(divisor);
        denominator = denominator.divide(divisor);
    }

    /** Reads plain decimal text, digit by digit. */
    public static Rational of(String text) {
        String digits = text.startsWith("-") ? text.substring(1) : text;
        int point = digits.indexOf('.');
        int fraction = point < 0 ? 0 : digits.length() - point - 1;
        BigInteger value = new BigInteger(digits.replace(".", ""));
        return new Rational(text.startsWith("-") ? value.negate() : value, BigInteger.TEN.pow(fraction));
    }

    /** The sum. */
    public Rational plus(Rational other) {
        return new Rational(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    /** The difference. */
    public Rational minus(Rational other) {
        return plus(other.times(new Rational(BigInteger.ONE.negate(), BigInteger.ONE)));
    }

    /** The product. */
    public Rational times(Rational other) {
        return new Rational(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    /** The exact quotient. */
    public Rational over(Rational other) {
        return new Rational(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    /** The smaller one. */
    public Rational min(Rational other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** The larger one. */
    public Rational max(Rational other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** -1, 0 or 1. */
    public int signum() {
        return numerator.signum();
    }

    /** The largest whole number that is not above this. */
    public Rational floor() {
        BigInteger[] parts = numerator.divideAndRemainder(denominator);
        return new Rational(parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0], BigInteger.ONE);
    }

    /** The smallest whole number that is not below this. */
    public Rational ceiling() {
        return ZERO.minus(ZERO.minus(this).floor());
    }

    /** The nearest whole number, a half away from zero. */
    public Rational halfAway() {
        Rational half = new Rational(BigInteger.ONE, BigInteger.TWO);
        return signum() < 0 ? minus(half).ceiling() : plus(half).floor();
    }

    /** {@code tenTo(-2)} is 1/100. */
    public static Rational tenTo(int power) {
        BigInteger ten = BigInteger.TEN.pow(Math.abs(power));
        return power < 0 ? new Rational(BigInteger.ONE, ten) : new Rational(ten, BigInteger.ONE);
    }

    /** A whole number. */
    public static Rational whole(long number) {
        return new Rational(BigInteger.valueOf(number), BigInteger.ONE);
    }

    /** What 24 fraction digits hold of it: a quotient that does not end is cut there, toward zero. */
    public Rational cut() {
        BigInteger unit = BigInteger.TEN.pow(24);
        return new Rational(numerator.multiply(unit).divide(denominator), unit);
    }

    /** The part that a share of it is: all of it as it stands, less than all of it cut like every quotient. */
    Rational part(Rational share) {
        return share.compareTo(ONE) == 0 ? this : times(share).cut();
    }

    /** Decimal text without trailing zeros: 2.50 is {@code 2.5}. Cut at 120 fraction digits, which no product here reaches. */
    public String text() {
        String digits = cutAt(120);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return digits.substring(0, digits.charAt(end - 1) == '.' ? end - 1 : end);
    }

    /** Decimal text with a number of digits; what does not end there is cut toward zero. */
    public String cutAt(int digits) {
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
