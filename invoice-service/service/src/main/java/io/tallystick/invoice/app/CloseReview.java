package io.tallystick.invoice.app;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.review.Anomalies;
import io.tallystick.invoice.review.Obstacle;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.schemas.time.Micros;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Plans a close without storing anything, and shows what a close says about its drafts. */
public final class CloseReview {
    private final Closes closes;
    private final CloseReviews reviews;
    private final InvoicePolicy policy;
    private final Anomalies anomalies;
    private final InstantSource clock;

    /** Shows what {@code reviews} hold. */
    public CloseReview(
            Closes closes, CloseReviews reviews, InvoicePolicy policy, Anomalies anomalies, InstantSource clock) {
        this.closes = closes;
        this.reviews = reviews;
        this.policy = policy;
        this.anomalies = anomalies;
        this.clock = clock;
    }

    /**
     * What a close up to that cut-off would bill as of now: the code of the real one, and nothing is stored. A cut-off that has not
     * come yet shows what is known so far.
     *
     * @throws ProblemException 422 {@code missing_field}; 409 {@code cutoff_not_after_last}
     */
    public Uni<CloseReviews.Plan> plan(Instant cutoff) {
        if (cutoff == null) {
            throw refused(422, "missing_field", "a plan needs a cutoff", null, "a time with an offset");
        }
        return blocking(() -> {
            Optional<Instant> closed = reviews.closedUntil();
            if (closed.isPresent() && !cutoff.isAfter(closed.get())) {
                throw refused(
                        409,
                        "cutoff_not_after_last",
                        "the books are closed up to " + closed.get() + "; a cut-off must lie after that",
                        cutoff,
                        "after " + closed.get());
            }
            Instant now = Micros.truncate(clock.instant());
            Close.Request request = new Close.Request(
                    "plan", Micros.truncate(cutoff), closed.orElse(null), now, "", Close.Drive.MANUAL);
            return reviews.plan(request.cutoff(), now, policy.batch(), drafting(request));
        });
    }

    /** A page of reviewed drafts. */
    public Uni<List<CloseReviews.Reviewed>> drafts(String closeId, Optional<CloseReviews.Key> after, int limit) {
        return closes.find(closeId).chain(close -> reviews.drafts(closeId, after, limit));
    }

    /** The drafts that differ most. */
    public Uni<List<CloseReviews.Reviewed>> biggest(String closeId, int limit) {
        return reviews.biggest(closeId, limit);
    }

    /**
     * The drafts of one customer with all lines.
     *
     * @throws ProblemException 404 {@code not_found}
     */
    public Uni<CloseReviews.OfCustomer> draft(String closeId, String customerId) {
        return closes.find(closeId)
                .chain(view -> blocking(() -> {
                    Close.Request request = new Close.Request(
                            view.id(),
                            view.cutoff(),
                            view.previousCutoff(),
                            view.startedAt(),
                            view.requestedBy(),
                            Close.Drive.MANUAL);
                    return reviews.draft(request, customerId, drafting(request))
                            .orElseThrow(() -> ProblemException.of(
                                    404,
                                    "not_found",
                                    "close " + closeId + " has no lines of a customer \"" + customerId + "\""));
                }));
    }

    /** A page of what looks odd. */
    public Uni<List<CloseReviews.Odd>> anomalies(String closeId, Optional<CloseReviews.OddKey> after, int limit) {
        return closes.find(closeId).chain(close -> reviews.anomalies(closeId, after, limit));
    }

    /**
     * A page of exceptions.
     *
     * @param state open, mended or waived; empty for all
     * @throws ProblemException 422 {@code unknown_state}
     */
    public Uni<List<Obstacle>> exceptions(String closeId, Optional<String> state, Optional<String> afterId, int limit) {
        state.filter(word -> !List.of("open", "mended", "waived").contains(word))
                .ifPresent(word -> {
                    throw ProblemException.of(
                            422,
                            "unknown_state",
                            "an exception is open, mended or waived, not \"" + word + "\"",
                            new FieldError("state", word, "open, mended or waived", "unknown_state"));
                });
        return closes.find(closeId).chain(close -> reviews.exceptions(closeId, state, afterId, limit));
    }

    /**
     * The proof of completeness.
     *
     * @throws ProblemException 404 {@code not_found}; 409 {@code not_sealed} before the review
     */
    public Uni<Completeness> completeness(String closeId) {
        return closes.find(closeId)
                .chain(close -> reviews.completeness(closeId)
                        .map(found -> found.orElseThrow(() -> ProblemException.of(
                                409,
                                "not_sealed",
                                "close " + closeId + " is " + close.state()
                                        + ": what it holds is known when all partitions" + " have answered"))));
    }

    private Drafting drafting(Close.Request close) {
        return new Drafting(new Drafter(policy, close), anomalies);
    }

    private static <T> Uni<T> blocking(Supplier<T> work) {
        return Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private static ProblemException refused(int status, String code, String detail, Instant value, String rule) {
        return ProblemException.of(
                status, code, detail, new FieldError("cutoff", value == null ? null : value.toString(), rule, code));
    }
}
