package io.tallystick.invoice.app;

import io.tallystick.invoice.assembly.Comparison;
import io.tallystick.invoice.assembly.Outcome;
import io.tallystick.invoice.assembly.Proof;
import java.time.Instant;
import java.util.List;

/**
 * A close as people follow it.
 *
 * @param id of the close
 * @param state sealing, collecting, invoicing or completed
 * @param cutoff lines that are billable up to and including this instant belong to it
 * @param previousCutoff of the close before, absent for the first
 * @param requestedBy the access key that asked
 * @param startedAt when it was asked for
 * @param partitions how many partitions have answered the barrier
 * @param lines lines that belong to it, as far as partitions have answered
 * @param invoices how many are made and how many there will be (one for each customer and currency)
 * @param exceptionCount customers that could not be invoiced
 * @param exceptions the first hundred of them, by customer
 * @param differences what keeps the close from going on
 * @param proof why it is complete, from invoicing on
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
        Partitions partitions,
        long lines,
        Made invoices,
        long exceptionCount,
        List<Exceptional> exceptions,
        List<Comparison.Difference> differences,
        Proof proof,
        Instant finalizedAt,
        Outcome outcome,
        Instant finishedAt) {

    /** Copies the lists. */
    public CloseView {
        exceptions = List.copyOf(exceptions);
        differences = List.copyOf(differences);
    }

    /**
     * Answers to the barrier.
     *
     * @param sealed partitions that have answered everywhere
     * @param of partitions there are; 0 until the barrier is written
     * @param waitingFor those that have not answered
     */
    public record Partitions(int sealed, int of, List<Integer> waitingFor) {
        /** Copies the list. */
        public Partitions {
            waitingFor = List.copyOf(waitingFor);
        }
    }

    /**
     * Progress of the invoices.
     *
     * @param made so far
     * @param of at the end
     */
    public record Made(long made, long of) {}

    /**
     * A customer that could not be invoiced; the others went on.
     *
     * @param customerId whose lines wait
     * @param code stable reason, snake_case
     * @param detail what to do
     * @param lines that wait
     */
    public record Exceptional(String customerId, String code, String detail, int lines) {}
}
