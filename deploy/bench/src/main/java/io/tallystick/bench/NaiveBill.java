package io.tallystick.bench;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What every customer owes, computed a second time from the traffic with whole numbers alone: a call is priced in hundredths of a
 * cent, a token in millionths of a dollar, and a line is rounded to cents half away from zero.
 */
final class NaiveBill {
    private static final long FREE_CALLS = 100;
    private static final long CHEAPER_FROM = 500;
    private static final long MICROS_OF_A_CALL = 5_000;
    private static final long MICROS_OF_A_CHEAPER_CALL = 3_000;
    private static final long MICROS_OF_A_TOKEN = 15;

    private final long[] lateCalls;
    private final long[] lateTokens;
    private final long[] calls;
    private final long[] tokens;
    private long counted;
    private long repeated;
    private long refused;

    private NaiveBill(int customers) {
        lateCalls = new long[customers];
        lateTokens = new long[customers];
        calls = new long[customers];
        tokens = new long[customers];
    }

    /** The bill of the first {@code positions} positions. */
    static NaiveBill of(Traffic traffic, int customers, long positions) {
        NaiveBill bill = new NaiveBill(customers);
        for (long position = 0; position < positions; position++) {
            switch (traffic.kind(position)) {
                case NORMAL -> bill.add(traffic.event(position));
                case REPEATED -> bill.repeated++;
                case MALFORMED -> bill.refused++;
            }
        }
        return bill;
    }

    private void add(Traffic.Event event) {
        counted++;
        if (event.call()) {
            (event.late() ? lateCalls : calls)[event.customer()] += event.failed() ? 0 : 1;
        } else {
            (event.late() ? lateTokens : tokens)[event.customer()] += event.tokens();
        }
    }

    /** Events that count, once each. */
    long counted() {
        return counted;
    }

    long repeated() {
        return repeated;
    }

    long refused() {
        return refused;
    }

    /** The lines of a customer: last month's calls and tokens, then this month's, each as {@code quantity = amount}. */
    List<String> lines(int customer) {
        List<String> lines = new ArrayList<>();
        lines.add(line(lateCalls[customer], callMicros(lateCalls[customer])));
        lines.add(line(lateTokens[customer], lateTokens[customer] * MICROS_OF_A_TOKEN));
        lines.add(line(calls[customer], callMicros(calls[customer])));
        lines.add(line(tokens[customer], tokens[customer] * MICROS_OF_A_TOKEN));
        lines.sort(null);
        return lines;
    }

    /** The lines of a customer with nothing but {@code count} calls in the present month. */
    static List<String> linesOfCalls(long count) {
        List<String> lines = new ArrayList<>();
        lines.add(line(0, 0));
        lines.add(line(0, 0));
        lines.add(line(count, callMicros(count)));
        lines.add(line(0, 0));
        lines.sort(null);
        return lines;
    }

    private static long callMicros(long count) {
        long charged = Math.max(0, Math.min(count, CHEAPER_FROM) - FREE_CALLS);
        long cheaper = Math.max(0, count - CHEAPER_FROM);
        return charged * MICROS_OF_A_CALL + cheaper * MICROS_OF_A_CHEAPER_CALL;
    }

    private static String line(long quantity, long micros) {
        long cents = (micros + 5_000) / 10_000;
        return quantity + " = " + BigDecimal.valueOf(cents, 2).toPlainString();
    }
}
