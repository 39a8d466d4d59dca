package io.tallystick.invoice.assembly;

import java.time.Instant;

/**
 * A close: everything that is billable up to a cut-off becomes invoices. Sealing (the barrier is written to the log) → collecting
 * (the answers and the lines come in) → invoicing → completed. A step exists only on the state that allows it; every state is
 * stored, so that a process that was killed goes on where another one left off.
 */
public sealed interface Close {

    /** What was asked for. */
    Request request();

    /** The lower-case name of the state on the wire and in the database. */
    String state();

    /**
     * What was asked for; never changes.
     *
     * @param id the close, a UUID
     * @param cutoff lines that are billable up to and including this instant belong to it
     * @param previousCutoff the cut-off of the close before, null for the first
     * @param requestedAt when it was asked for
     * @param requestedBy the access key that asked
     */
    record Request(String id, Instant cutoff, Instant previousCutoff, Instant requestedAt, String requestedBy) {}

    /**
     * How many answers there must be: one of every partition of usage in every partition of rated lines.
     *
     * @param usagePartitions partitions of {@code usage.events}
     * @param ratedPartitions partitions of {@code usage.rated}
     */
    record Barrier(int usagePartitions, int ratedPartitions) {

        /** All answers: 12 × 12 are 144. */
        public int answers() {
            return usagePartitions * ratedPartitions;
        }
    }

    /** The barrier is being appended to every partition of {@code usage.events}. Doing it again is harmless. */
    record Sealing(Request request) implements Close {

        /** The log acknowledged the barrier in every partition. */
        public Collecting sealed(Barrier barrier) {
            return new Collecting(request, barrier);
        }

        @Override
        public String state() {
            return "sealing";
        }
    }

    /** Answers are awaited and compared with the lines that were collected. */
    record Collecting(Request request, Barrier barrier) implements Close {

        /**
         * Count, digest and amounts agree in every partition: from here on the lines up to the cut-off are frozen.
         *
         * @param proof of this close
         * @param finalizedAt the time that stands on every invoice of it
         */
        public Invoicing proven(Proof proof, Instant finalizedAt) {
            return new Invoicing(request, barrier, proof, finalizedAt);
        }

        @Override
        public String state() {
            return "collecting";
        }
    }

    /** Invoices are made in batches that each are claimed, finished and committed on their own. */
    record Invoicing(Request request, Barrier barrier, Proof proof, Instant finalizedAt) implements Close {

        /** Every customer with lines has its invoices or is listed as an exception. */
        public Completed finished(Outcome outcome, Instant completedAt) {
            return new Completed(request, barrier, proof, finalizedAt, outcome, completedAt);
        }

        @Override
        public String state() {
            return "invoicing";
        }
    }

    /** Done and locked. */
    record Completed(
            Request request, Barrier barrier, Proof proof, Instant finalizedAt, Outcome outcome, Instant completedAt)
            implements Close {

        /**
         * The customers that were exceptions are tried again, now that somebody mended what was missing; invoices that exist are
         * not touched.
         *
         * @throws IllegalStateException if there is no exception to try again
         */
        public Invoicing retryExceptions(Instant finalizedAgainAt) {
            if (outcome.exceptions() == 0) {
                throw new IllegalStateException("Close " + request.id() + " is complete without exceptions.");
            }
            return new Invoicing(request, barrier, proof, finalizedAgainAt);
        }

        @Override
        public String state() {
            return "completed";
        }
    }
}
