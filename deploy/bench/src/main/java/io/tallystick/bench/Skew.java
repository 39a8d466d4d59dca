package io.tallystick.bench;

import java.util.Arrays;

/** Which customer an event belongs to, as a function of a number that is spread evenly over all 64 bits. */
final class Skew {
    private static final long SCALE = 1L << 40;

    /** Of each customer, the weights up to it added up. */
    private final long[] upTo;

    private Skew(long[] upTo) {
        this.upTo = upTo;
    }

    /** Every customer has the same share. */
    static Skew uniform(int customers) {
        long[] upTo = new long[customers];
        Arrays.setAll(upTo, customer -> customer + 1L);
        return new Skew(upTo);
    }

    /** The second customer has half of what the first one has, the third a third: of 1,000 the first has an eighth of everything. */
    static Skew zipf(int customers) {
        long[] upTo = new long[customers];
        long sum = 0;
        for (int customer = 0; customer < customers; customer++) {
            sum += SCALE / (customer + 1);
            upTo[customer] = sum;
        }
        return new Skew(upTo);
    }

    int customer(long number) {
        long lot = Long.remainderUnsigned(number, upTo[upTo.length - 1]);
        int found = Arrays.binarySearch(upTo, lot);
        return found < 0 ? -found - 1 : found + 1;
    }
}
