package io.tallystick.invoice.app;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.assembly.Bill;
import io.tallystick.invoice.assembly.BillSum;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.invoice.review.Anomaly;
import io.tallystick.invoice.review.Obstacle;
import io.tallystick.invoice.review.Variance;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a close says about its drafts, and the proof of completeness. Nothing is stored here. */
public interface CloseReviews {

    /** A page of reviewed drafts, by customer and currency. */
    Uni<List<Reviewed>> drafts(String closeId, Optional<Key> after, int limit);

    /** The drafts that differ most from the invoices before. */
    Uni<List<Reviewed>> biggest(String closeId, int limit);

    /** A page of what looks odd, by customer and currency. */
    Uni<List<Odd>> anomalies(String closeId, Optional<OddKey> after, int limit);

    /** A page of exceptions, by id. */
    Uni<List<Obstacle>> exceptions(String closeId, Optional<String> state, Optional<String> afterId, int limit);

    /** What was received, rated, billed and not billed; empty if there is no such close or it is not sealed. */
    Uni<Optional<Completeness>> completeness(String closeId);

    /**
     * The drafts of one customer, made anew from its frozen lines. Blocks.
     *
     * @return empty if the close has nothing to do with the customer
     */
    Optional<OfCustomer> draft(Close.Request close, String customerId, Drafting drafting);

    /** What a close up to {@code cutoff} would do as of now. Blocks. */
    Plan plan(Instant cutoff, Instant asOf, int customers, Drafting drafting);

    /** Up to where the books are closed. Blocks. */
    Optional<Instant> closedUntil();

    /** Where a page of drafts begins. */
    record Key(String customerId, String currency) {}

    /** Where a page of anomalies begins. */
    record OddKey(String customerId, String currency, int position) {}

    /**
     * A draft beside the invoices before.
     *
     * @param customerId who pays
     * @param currency of all amounts
     * @param invoiceId the invoice that it becomes; derived, so that it is the same however often the draft is made
     * @param lines on it; 0 if there is nothing to bill now
     * @param events behind them
     * @param digest order-independent digest of the lines, 32 hex digits
     * @param bill what will be asked for, with discounts, taxes and credits
     * @param variance why the sum of its lines differs
     */
    record Reviewed(
            String customerId,
            String currency,
            String invoiceId,
            int lines,
            long events,
            String digest,
            BillSum bill,
            Variance variance) {}

    /**
     * A draft that looks odd.
     *
     * @param customerId whose
     * @param currency of the draft
     * @param position among what is odd about it
     * @param code see {@link Anomaly#code()}
     * @param score see {@link Anomaly#score()}
     * @param sentence see {@link Anomaly#sentence()}
     */
    record Odd(String customerId, String currency, int position, String code, String score, String sentence) {}

    /**
     * What one customer will get.
     *
     * @param customerId who pays
     * @param drafts with all lines; empty once they are invoices
     * @param bills what is asked for each draft, in their order: discounts, taxes, credits, what is carried
     * @param reviews the same beside the invoices before
     * @param anomalies what looks odd
     */
    record OfCustomer(
            String customerId,
            List<Invoice.Draft> drafts,
            List<Bill> bills,
            List<Reviewed> reviews,
            List<Anomaly> anomalies) {
        /** Copies the lists. */
        public OfCustomer {
            drafts = List.copyOf(drafts);
            bills = List.copyOf(bills);
            reviews = List.copyOf(reviews);
            anomalies = List.copyOf(anomalies);
        }
    }

    /**
     * A dry run. Usage that is unmatched or rejected is told by the answers to a barrier alone, which a plan does not write.
     *
     * @param cutoff up to when
     * @param previousCutoff up to when the books are closed, or null
     * @param asOf when this was looked at
     * @param review what the drafts come to
     * @param exceptionCount customers that could not be billed
     * @param exceptions the first hundred
     * @param anomalies the first hundred
     */
    record Plan(
            Instant cutoff,
            Instant previousCutoff,
            Instant asOf,
            CloseView.Review review,
            long exceptionCount,
            List<Obstacle> exceptions,
            List<Odd> anomalies) {
        /** Copies the lists. */
        public Plan {
            exceptions = List.copyOf(exceptions);
            anomalies = List.copyOf(anomalies);
        }
    }
}
