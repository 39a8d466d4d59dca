package io.tallystick.invoice.assembly;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a close made of the lines that it proved. Invoiced, exceptional and skipped lines add up to the proven ones and those that
 * were carried in.
 *
 * @param invoices how many were made
 * @param invoicedLines lines on them
 * @param invoiced their totals by currency
 * @param exceptions customers that could not be invoiced and are listed with the reason
 * @param exceptionalLines lines of these customers
 * @param exceptional amounts of these lines by currency
 * @param skippedLines lines of customers whose lines all are zero, if the policy makes no invoice for them
 * @param carried lines that an earlier close had to leave out
 */
public record Outcome(
        long invoices,
        long invoicedLines,
        Map<String, BigDecimal> invoiced,
        long exceptions,
        long exceptionalLines,
        Map<String, BigDecimal> exceptional,
        long skippedLines,
        Carried carried) {

    /** Copies the maps, sorted by currency. */
    public Outcome {
        invoiced = new TreeMap<>(invoiced);
        exceptional = new TreeMap<>(exceptional);
    }

    /** What keeps this from being the whole of what was proven; empty if every line and every cent has found its place. */
    public List<Comparison.Difference> against(Proof proof) {
        List<Comparison.Difference> differences = new ArrayList<>();
        long proven = proof.lines() + carried.lines();
        long placed = invoicedLines + exceptionalLines + skippedLines;
        if (proven != placed) {
            differences.add(new Comparison.Difference(null, "lines", Long.toString(proven), Long.toString(placed)));
        }
        SortedSet<String> currencies = new TreeSet<>(proof.amounts().keySet());
        currencies.addAll(carried.amounts().keySet());
        currencies.addAll(invoiced.keySet());
        currencies.addAll(exceptional.keySet());
        for (String currency : currencies) {
            BigDecimal owed = in(proof.amounts(), currency).add(in(carried.amounts(), currency));
            BigDecimal billed = in(invoiced, currency).add(in(exceptional, currency));
            if (owed.compareTo(billed) != 0) {
                differences.add(new Comparison.Difference(
                        null, "amount " + currency, owed.toPlainString(), billed.toPlainString()));
            }
        }
        return differences;
    }

    private static BigDecimal in(Map<String, BigDecimal> sums, String currency) {
        return sums.getOrDefault(currency, BigDecimal.ZERO);
    }
}
