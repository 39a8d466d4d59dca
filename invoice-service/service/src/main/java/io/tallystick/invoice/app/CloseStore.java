package io.tallystick.invoice.app;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Comparison;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps closes and does their work on the lines. Every step is one transaction and may be done again after a crash. */
public interface CloseStore {

    /**
     * Stores a close that is asked for, if none is running and its cut-off lies after the last one.
     *
     * @param request with the cut-off; the store fills in the previous one
     * @param once the caller's idempotency key, if it sent one
     */
    Uni<Start> start(Close.Request request, Optional<Once> once);

    /** The close of that id. */
    Uni<Optional<CloseView>> find(String id);

    /**
     * Closes, newest cut-off first, each before {@code before}.
     *
     * @param before the last cut-off of the page before, empty for the first page
     */
    Uni<List<CloseView>> list(Optional<Instant> before, int limit);

    /**
     * Takes up the exceptions of a completed close again, if it is the last one and none is running.
     *
     * @return whether there is work again
     */
    Uni<Boolean> retryExceptions(String id, Instant finalizedAt);

    /** The close that is not completed, if there is one. Blocks, as all below. */
    Optional<Close> running();

    /** Stores that the barrier is written; nothing if somebody else has done so. */
    void collecting(Close.Collecting close);

    /**
     * Compares answers and lines. If they agree, the same transaction freezes the lines up to the cut-off, stores the proof and
     * lists every customer with lines as work.
     *
     * @param finalizedAt the time that will stand on the invoices
     */
    Comparison prove(Close.Collecting close, Instant finalizedAt);

    /**
     * Makes the invoices of up to {@code customers} customers that nobody else works on: claim, lines, drafts, numbers, documents
     * in one transaction.
     *
     * @param maker turns lines into drafts
     * @return how many customers were done; 0 if none was free
     */
    int invoice(Close.Invoicing close, Issue issue, int customers, InvoiceMaker maker);

    /**
     * Completes the close if no customer is left.
     *
     * @return the differences between what was proven and what was made, or empty if customers are left
     */
    Optional<List<Comparison.Difference>> complete(Close.Invoicing close, Instant completedAt);

    /**
     * What a caller that repeats itself is known by.
     *
     * @param scope the access key
     * @param key what it sent
     * @param fingerprint what it asked for
     */
    record Once(String scope, String key, String fingerprint) {}

    /** What became of a request to close. */
    sealed interface Start {
        /** It is stored and will run. */
        record Started(CloseView close) implements Start {}

        /** The same caller has asked before. */
        record Repeated(CloseView close, String fingerprint) implements Start {}

        /** Another one has to finish first. */
        record Running(String id, String state, Instant cutoff) implements Start {}

        /** The books are closed up to {@code lastCutoff} already. */
        record NotAfter(String id, Instant lastCutoff) implements Start {}
    }
}
