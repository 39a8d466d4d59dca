package io.tallystick.schemas.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The split behind {@link Money#allocate}: whole minor units first, then one each to the largest remainders. */
final class LargestRemainder {
    private LargestRemainder() {}

    static List<Money> split(Money whole, List<BigDecimal> weights) {
        BigDecimal total = total(weights);
        BigInteger units = whole.value().unscaledValue();
        int sign = units.signum();
        List<BigInteger> shares = new ArrayList<>(weights.size());
        List<BigDecimal> remainders = new ArrayList<>(weights.size());
        BigInteger left = units.abs();
        for (BigDecimal weight : weights) {
            BigDecimal[] parts = new BigDecimal(units.abs()).multiply(weight).divideAndRemainder(total);
            shares.add(parts[0].toBigIntegerExact());
            remainders.add(parts[1]);
            left = left.subtract(shares.getLast());
        }
        List<Integer> byRemainder = IntStream.range(0, weights.size())
                .boxed()
                .sorted(Comparator.comparing(remainders::get, Comparator.reverseOrder()))
                .toList();
        // Fewer units are left than there are shares with a remainder, so nobody gets two.
        for (int i = 0; i < left.intValueExact(); i++) {
            shares.set(byRemainder.get(i), shares.get(byRemainder.get(i)).add(BigInteger.ONE));
        }
        int scale = whole.currency().minorDigits();
        return shares.stream()
                .map(share -> new Money(whole.currency(), new BigDecimal(sign < 0 ? share.negate() : share, scale)))
                .toList();
    }

    private static BigDecimal total(List<BigDecimal> weights) {
        BigDecimal total = BigDecimal.ZERO;
        for (BigDecimal weight : weights) {
            if (weight.signum() < 0) {
                throw new IllegalArgumentException(
                        "The weight " + Decimals.text(weight) + " is negative; weights of a split are 0 or more.");
            }
            total = total.add(weight);
        }
        if (total.signum() == 0) {
            throw new IllegalArgumentException("An amount cannot be split by weights that sum to zero: " + weights);
        }
        return total;
    }
}
