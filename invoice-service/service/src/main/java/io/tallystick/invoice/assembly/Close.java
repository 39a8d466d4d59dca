package io.tallystick.invoice.assembly;

import java.time.Instant;
import java.util.Optional;

/**
 * A close: everything that is billable up to a cut-off becomes invoices.
 *
 * <pre>
 * planned → sealing → review → approved → finalizing → completed
 *    └─────────┴─────────┴─────────┴──→ cancelled
 * </pre>
 *
 * A step exists only on the state that allows it; every state is stored, so that a process that was killed goes on where another
 * one left off.
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
     * @param drive whether it goes on by itself
     * @param verify whether every line has to be computed again, by a second implementation, before it goes on
     */
    record Request(
            String id,
            Instant cutoff,
            Instant previousCutoff,
            Instant requestedAt,
            String requestedBy,
            Drive drive,
            boolean verify) {
        /** One that asks for no verification. */
        public Request(
                String id,
                Instant cutoff,
                Instant previousCutoff,
                Instant requestedAt,
                String requestedBy,
                Drive drive) {
            this(id, cutoff, previousCutoff, requestedAt, requestedBy, drive, false);
        }

        /** The same under the id of the close whose barrier was answered. */
        public Request answeredUnder(String closeId) {
            return new Request(closeId, cutoff, previousCutoff, requestedAt, requestedBy, drive, verify);
        }
    }

    /** Who moves a close from review to approved and from there to finalizing. */
    enum Drive {
        /** The service, as soon as nothing stands in the way and the policy does not ask for a second person. */
        AUTO,
        /** People, each step. */
        MANUAL
    }

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

    /**
     * Somebody gave it up.
     *
     * @param by the access key
     * @param reason why
     * @param at when
     */
    record Cancellation(String by, String reason, Instant at) {}

    /**
     * Somebody, or the policy, let it be billed.
     *
     * @param by the access key, or {@link #POLICY}
     * @param at when
     */
    record Approval(String by, Instant at) {
        /** Stands for nobody: nothing was open and no total was above the limit. */
        public static final String POLICY = "policy";
    }

    /** A close that can still be given up. */
    sealed interface Open extends Close {
        /** Nothing will be billed by it; the next close takes its lines along. */
        Close cancel(Cancellation cancellation);
    }

    /** Stored, and not begun. */
    record Planned(Request request) implements Open {

        /** Begins. */
        public Sealing start() {
            return new Sealing(request, Optional.empty(), Optional.empty());
        }

        @Override
        public Cancelled cancel(Cancellation cancellation) {
            return new Cancelled(request, cancellation);
        }

        @Override
        public String state() {
            return "planned";
        }
    }

    /**
     * The barrier is appended to every partition of {@code usage.events} (doing so again is harmless); then answers are awaited and
     * compared with the lines that were collected.
     *
     * @param barrier how many answers there must be, once the log acknowledged it everywhere
     * @param cancellation if it was given up: a barrier cannot be taken back, so it is cancelled when the answers are in
     */
    record Sealing(Request request, Optional<Barrier> barrier, Optional<Cancellation> cancellation) implements Open {

        /** The log acknowledged the barrier in every partition. */
        public Sealing sealed(Barrier written) {
            return new Sealing(request, Optional.of(written), cancellation);
        }

        /** Count, digest and amounts agree in every partition: from here on the lines up to the cut-off are frozen. */
        public Close proven(Proof proof) {
            return cancellation.isPresent()
                    ? new Cancelled(request, cancellation.get())
                    : new Review(request, barrier.orElseThrow(), proof, false);
        }

        @Override
        public Sealing cancel(Cancellation asked) {
            return new Sealing(request, barrier, Optional.of(asked));
        }

        @Override
        public String state() {
            return "sealing";
        }
    }

    /**
     * Drafts are made, looked at, and made anew when something was mended.
     *
     * @param drafted whether every draft stands
     */
    record Review(Request request, Barrier barrier, Proof proof, boolean drafted) implements Open {

        /** Every draft stands. */
        public Review drafted(boolean all) {
            return new Review(request, barrier, proof, all);
        }

        /** What stands there may be billed. */
        public Approved approve(Approval approval) {
            return new Approved(request, barrier, proof, approval);
        }

        @Override
        public Cancelled cancel(Cancellation cancellation) {
            return new Cancelled(request, cancellation);
        }

        @Override
        public String state() {
            return "review";
        }
    }

    /** May be billed, and is not yet. */
    record Approved(Request request, Barrier barrier, Proof proof, Approval approval) implements Open {

        /**
         * From here on there is no way back.
         *
         * @param finalizedAt the time that stands on every invoice of it
         */
        public Finalizing finalizeAt(Instant finalizedAt) {
            return new Finalizing(request, barrier, proof, approval, finalizedAt);
        }

        @Override
        public Cancelled cancel(Cancellation cancellation) {
            return new Cancelled(request, cancellation);
        }

        @Override
        public String state() {
            return "approved";
        }
    }

    /** Invoices are made in batches that each are claimed, finished and committed on their own. */
    record Finalizing(Request request, Barrier barrier, Proof proof, Approval approval, Instant finalizedAt)
            implements Close {

        /** Every customer with lines has its invoices or is listed as an exception. */
        public Completed finished(Outcome outcome, Instant completedAt) {
            return new Completed(request, barrier, proof, approval, finalizedAt, outcome, completedAt);
        }

        @Override
        public String state() {
            return "finalizing";
        }
    }

    /** Done and locked. */
    record Completed(
            Request request,
            Barrier barrier,
            Proof proof,
            Approval approval,
            Instant finalizedAt,
            Outcome outcome,
            Instant completedAt)
            implements Close {

        @Override
        public String state() {
            return "completed";
        }
    }

    /** Given up before any invoice was made. */
    record Cancelled(Request request, Cancellation cancellation) implements Close {

        @Override
        public String state() {
            return "cancelled";
        }
    }
}
