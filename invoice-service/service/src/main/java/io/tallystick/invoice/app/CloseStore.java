package io.tallystick.invoice.app;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Comparison;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Keeps closes and does their work on the lines. Every step is one transaction and may be done again after a crash. */
public interface CloseStore {

    /**
     * Stores a close that is asked for, if none is running and its cut-off lies after the last one. A cut-off whose last close was
     * cancelled after it was sealed may be asked for again: its barrier and answers are taken up.
     *
     * @param request with the cut-off; the store fills in the previous one
     * @param begin whether it is sealed at once, or only planned
     * @param once the caller's idempotency key, if it sent one
     */
    Uni<Start> start(Close.Request request, boolean begin, Optional<Once> once);

    /** The close of that id. */
    Uni<Optional<CloseView>> find(String id);

    /**
     * Closes, newest cut-off first, each before {@code before}.
     *
     * @param before the last cut-off of the page before, empty for the first page
     */
    Uni<List<CloseView>> list(Optional<Instant> before, int limit);

    /** The close that is neither completed nor cancelled, if there is one. Blocks, as all below. */
    Optional<Close> running();

    /**
     * Does something with a close that nobody else can change meanwhile. What {@code work} throws undoes it.
     *
     * @return what {@code work} returns; empty if there is no such close
     */
    <T> Optional<T> change(String id, Function<LockedClose, T> work);

    /** Stores that the barrier is written; nothing if somebody else has done so. */
    void barrierWritten(Close.Sealing close);

    /** The close whose barrier's answers a close takes: itself, or a cancelled one with the same cut-off. */
    String answeredUnder(String closeId);

    /**
     * Compares answers and lines. If they agree, the same transaction freezes the lines up to the cut-off, stores the proof, lists
     * every customer with lines as work, and what stands in the way as exceptions.
     */
    Comparison prove(Close.Sealing close);

    /**
     * Makes the drafts of up to {@code customers} customers that nobody else works on, and what is to be said about them.
     *
     * @return how many customers were done; 0 if none was free
     */
    int draft(Close.Review close, int customers, Drafting drafting);

    /**
     * Sums the review up if every draft stands.
     *
     * @return false if customers are left
     */
    boolean reviewed(Close.Review close);

    /**
     * Makes the invoices of up to {@code customers} customers that nobody else works on: claim, lines, drafts, numbers, documents
     * in one transaction.
     *
     * @param maker turns lines into drafts
     * @return how many customers were done; 0 if none was free
     */
    int invoice(Close.Finalizing close, Issue issue, int customers, InvoiceMaker maker);

    /**
     * Completes the close if no customer is left.
     *
     * @return the differences between what was proven and what was made, or empty if customers are left
     */
    Optional<List<Comparison.Difference>> complete(Close.Finalizing close, Instant completedAt);

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
        /** It is stored. */
        record Started(CloseView close) implements Start {}

        /** The same caller has asked before. */
        record Repeated(CloseView close, String fingerprint) implements Start {}

        /** That cut-off is closed; nothing is to be done. */
        record Done(CloseView close) implements Start {}

        /** Another one has to finish first. */
        record Running(String id, String state, Instant cutoff) implements Start {}

        /** The books are closed up to {@code lastCutoff} already. */
        record NotAfter(String id, Instant lastCutoff) implements Start {}
    }
}
