package io.tallystick.invoice.app;

import io.tallystick.invoice.assembly.BillSum;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Comparison;
import io.tallystick.invoice.assembly.Outcome;
import io.tallystick.invoice.assembly.Proof;
import io.tallystick.invoice.review.Obstacle;
import io.tallystick.invoice.review.Variance;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * A close as people follow it.
 *
 * @param id of the close
 * @param state planned, sealing, review, approved, finalizing, completed or cancelled
 * @param cutoff lines that are billable up to and including this instant belong to it
 * @param previousCutoff the cut-off of the close before, absent for the first
 * @param requestedBy the access key that asked
 * @param startedAt when it was asked for
 * @param drive auto or manual: whether it goes on by itself where the policy lets it
 * @param verify {@code full} if every line has to be computed again before it goes on, otherwise absent
 * @param waitingFor what it waits for, in plain sentences; empty if it goes on by itself
 * @param partitions how many partitions have answered the barrier
 * @param lines lines that belong to it, as far as partitions have answered
 * @param drafts customers whose drafts stand, of all
 * @param invoices how many are made and how many there will be (one for each customer and currency)
 * @param exceptionCount exceptions, settled or not
 * @param openExceptions those that are neither mended nor waived
 * @param exceptions the first hundred of them, open ones first
 * @param differences what keeps the close from going on
 * @param proof why it is complete, from review on
 * @param review what the drafts come to, when all stand
 * @param approval who let it be billed, or null
 * @param cancellation who gave it up, or null; while it is still sealing it will be cancelled when the answers are in
 * @param finalizedAt the time that stands on its invoices
 * @param outcome what became of the lines, when completed
 * @param finishedAt when it was completed
 */
public record CloseView(
        String id,
        String state,
        Instant cutoff,
        Instant previousCutoff,
        String requestedBy,
        Instant startedAt,
        String drive,
        String verify,
        List<String> waitingFor,
        Partitions partitions,
        long lines,
        Made drafts,
        Made invoices,
        long exceptionCount,
        long openExceptions,
        List<Obstacle> exceptions,
        List<Comparison.Difference> differences,
        Proof proof,
        Review review,
        Close.Approval approval,
        Close.Cancellation cancellation,
        Instant finalizedAt,
        Outcome outcome,
        Instant finishedAt) {

    /** Copies the lists. */
    public CloseView {
        waitingFor = List.copyOf(waitingFor);
        exceptions = List.copyOf(exceptions);
        differences = List.copyOf(differences);
    }

    /** Whether it is still on its way. */
    public boolean open() {
        return !state.equals("completed") && !state.equals("cancelled");
    }

    CloseView waitingFor(List<String> reasons) {
        return new CloseView(
                id,
                state,
                cutoff,
                previousCutoff,
                requestedBy,
                startedAt,
                drive,
                verify,
                reasons,
                partitions,
                lines,
                drafts,
                invoices,
                exceptionCount,
                openExceptions,
                exceptions,
                differences,
                proof,
                review,
                approval,
                cancellation,
                finalizedAt,
                outcome,
                finishedAt);
    }

    /**
     * Answers to the barrier.
     *
     * @param sealed partitions that have answered everywhere
     * @param of partitions there are; 0 until the barrier is written
     * @param waitingFor those that have not answered
     * @param each how far every partition is
     */
    public record Partitions(int sealed, int of, List<Integer> waitingFor, List<Part> each) {
        /** Copies the lists. */
        public Partitions {
            waitingFor = List.copyOf(waitingFor);
            each = List.copyOf(each);
        }
    }

    /**
     * One partition of {@code usage.events}.
     *
     * @param partition its number
     * @param answers that have arrived, one from each partition of rated lines
     * @param of answers there will be
     * @param lines that it seals; 0 until the first answer
     */
    public record Part(int partition, long answers, long of, long lines) {}

    /**
     * Progress.
     *
     * @param made so far
     * @param of at the end
     */
    public record Made(long made, long of) {}

    /**
     * What the drafts come to.
     *
     * @param invoices drafts there are
     * @param lines on them
     * @param totals sums of the lines by currency
     * @param bills what will be asked for by currency, with discounts, taxes and credits
     * @param variance why they differ from the invoices before, by currency
     * @param anomalies drafts that look odd
     * @param skipped customers that get no invoice, because all their lines are zero or there are none
     */
    public record Review(
            long invoices,
            long lines,
            Map<String, BigDecimal> totals,
            Map<String, BillSum> bills,
            Map<String, Variance> variance,
            long anomalies,
            long skipped) {
        /** Copies the maps, sorted by currency. */
        public Review {
            totals = new TreeMap<>(totals);
            bills = bills == null ? new TreeMap<>() : new TreeMap<>(bills);
            variance = new TreeMap<>(variance);
        }

        /** What both come to together. */
        public Review plus(Review other) {
            return new Review(
                    invoices + other.invoices,
                    lines + other.lines,
                    merged(totals, other.totals, BigDecimal::add),
                    merged(bills, other.bills, BillSum::plus),
                    merged(variance, other.variance, Variance::plus),
                    anomalies + other.anomalies,
                    skipped + other.skipped);
        }

        /** The same below zero, so that it can be taken off. */
        public Review negated() {
            Map<String, BigDecimal> noTotals = new TreeMap<>(totals);
            noTotals.replaceAll((currency, total) -> total.negate());
            Map<String, BillSum> noBills = new TreeMap<>(bills);
            noBills.replaceAll((currency, bill) -> bill.negated());
            Map<String, Variance> noVariance = new TreeMap<>(variance);
            noVariance.replaceAll((currency, why) -> why.negated());
            return new Review(-invoices, -lines, noTotals, noBills, noVariance, -anomalies, -skipped);
        }

        /** Without some currencies. */
        public Review without(Set<String> currencies) {
            Map<String, BigDecimal> otherTotals = new TreeMap<>(totals);
            otherTotals.keySet().removeAll(currencies);
            Map<String, BillSum> otherBills = new TreeMap<>(bills);
            otherBills.keySet().removeAll(currencies);
            Map<String, Variance> otherVariance = new TreeMap<>(variance);
            otherVariance.keySet().removeAll(currencies);
            return new Review(invoices, lines, otherTotals, otherBills, otherVariance, anomalies, skipped);
        }

        private static <T> Map<String, T> merged(Map<String, T> some, Map<String, T> others, BinaryOperator<T> both) {
            Map<String, T> merged = new TreeMap<>(some);
            others.forEach((currency, one) -> merged.merge(currency, one, both));
            return merged;
        }

        /** What customers will owe by currency, with discounts and taxes: what the limit of a second person looks at. */
        public Map<String, BigDecimal> owed() {
            Map<String, BigDecimal> owed = new TreeMap<>(totals);
            bills.forEach((currency, bill) -> owed.put(currency, bill.total()));
            return owed;
        }
    }
}
