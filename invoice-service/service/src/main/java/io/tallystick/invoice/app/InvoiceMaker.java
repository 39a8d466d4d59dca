package io.tallystick.invoice.app;

import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.invoice.assembly.Party;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.rated.RatedLine;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Turns the lines of one customer into drafts. */
@FunctionalInterface
public interface InvoiceMaker {

    /**
     * Decides about one customer; never throws.
     *
     * @param customerId whose lines these are
     * @param customer its master data, if there are any
     * @param lines all that are billable and on no invoice yet
     * @param digestOf the digest of each of them
     */
    Made make(
            String customerId, Optional<Party> customer, List<RatedLine> lines, Function<RatedLine, Hash128> digestOf);

    /** What becomes of a customer in a close. */
    sealed interface Made {
        /** It is billed. */
        record Drafts(List<Invoice.Draft> drafts) implements Made {
            /** Copies the list. */
            public Drafts {
                drafts = List.copyOf(drafts);
            }
        }

        /** All its lines are zero and the policy makes no invoice for them. */
        record Skipped() implements Made {}

        /**
         * It cannot be billed until somebody mends something; the others go on.
         *
         * @param code stable reason, snake_case
         * @param detail what to do
         */
        record Exceptional(String code, String detail) implements Made {}
    }
}
