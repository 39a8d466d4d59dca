package io.tallystick.invoice.app;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.schemas.id.Uuid7;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.schemas.time.Micros;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What people do with closes; the work between is done by {@link CloseRunner}. Every command decides on a close that nobody else can
 * change meanwhile: of two at once one wins, the other is told 409 {@code illegal_transition}.
 */
public final class Closes {
    private static final int LONGEST_REASON = 1_000;
    private static final int MOST_CUSTOMERS = 10_000;

    private final CloseStore store;
    private final Uuid7 ids;
    private final BigDecimal secondPersonAbove;
    private final InstantSource clock;
    private final Runnable wakeRunner;

    /** Closes in {@code store}; {@code wakeRunner} is called when there is something to do. */
    public Closes(CloseStore store, Uuid7 ids, InvoicePolicy policy, InstantSource clock, Runnable wakeRunner) {
        this.store = store;
        this.ids = ids;
        this.secondPersonAbove = policy.secondPersonAbove();
        this.clock = clock;
        this.wakeRunner = wakeRunner;
    }

    /**
     * What is asked for.
     *
     * @param cutoff lines that are billable up to and including it belong to the close
     * @param drive whether it goes on by itself where the policy lets it
     * @param begin whether it is sealed at once, or only planned
     * @param verify whether every line has to be computed again before it goes on
     */
    public record Wish(Instant cutoff, Close.Drive drive, boolean begin, boolean verify) {
        /** One without a verification. */
        public Wish(Instant cutoff, Close.Drive drive, boolean begin) {
            this(cutoff, drive, begin, false);
        }
    }

    /**
     * Asks for a close.
     *
     * @param keyId the access key that asks
     * @param once the idempotency key, if one was sent
     * @return the new close, or the one that the same key asked for before, or the completed one with that cut-off
     * @throws ProblemException 422 {@code missing_field}, {@code cutoff_in_future}, {@code idempotency_key_reused}; 409
     *     {@code close_running}, {@code cutoff_not_after_last}
     */
    public Uni<Asked> start(Wish wish, String keyId, Optional<CloseStore.Once> once) {
        Instant cutoff = wish.cutoff();
        if (cutoff == null) {
            throw refused(422, "missing_field", "a close needs a cutoff", null, "a time with an offset");
        }
        Instant now = clock.instant();
        if (cutoff.isAfter(now)) {
            throw refused(
                    422,
                    "cutoff_in_future",
                    "the cut-off " + cutoff + " has not come yet (it is " + now
                            + "): usage before it is still arriving",
                    cutoff,
                    "not after now");
        }
        Close.Request request = new Close.Request(
                ids.next().toString(),
                Micros.truncate(cutoff),
                null,
                Micros.truncate(now),
                keyId,
                wish.drive(),
                wish.verify());
        return store.start(request, wish.begin(), once).map(started -> answer(started, request, once));
    }

    private Asked answer(CloseStore.Start started, Close.Request request, Optional<CloseStore.Once> once) {
        return switch (started) {
            case CloseStore.Start.Started fresh -> {
                wakeRunner.run();
                yield new Asked(complete(fresh.close()), true);
            }
            case CloseStore.Start.Done done -> new Asked(complete(done.close()), false);
            case CloseStore.Start.Repeated repeated -> {
                if (!once.orElseThrow().fingerprint().equals(repeated.fingerprint())) {
                    throw ProblemException.of(
                            422,
                            "idempotency_key_reused",
                            "Idempotency-Key \"" + once.orElseThrow().key()
                                    + "\" was used for another request; use a new one");
                }
                yield new Asked(complete(repeated.close()), false);
            }
            case CloseStore.Start.Running running ->
                throw refused(
                        409,
                        "close_running",
                        "close " + running.id() + " with cut-off " + running.cutoff() + " is " + running.state()
                                + "; it has to finish first, see GET /v1/closes/" + running.id(),
                        request.cutoff(),
                        "one close at a time");
            case CloseStore.Start.NotAfter last ->
                throw refused(
                        409,
                        "cutoff_not_after_last",
                        "the books are closed up to " + last.lastCutoff() + " by close " + last.id()
                                + "; a cut-off must lie after that",
                        request.cutoff(),
                        "after " + last.lastCutoff());
        };
    }

    private static ProblemException refused(int status, String code, String detail, Instant value, String rule) {
        return refused(status, code, detail, "/cutoff", value == null ? null : value.toString(), rule);
    }

    private static ProblemException refused(
            int status, String code, String detail, String pointer, String value, String rule) {
        return ProblemException.of(status, code, detail, new FieldError(pointer, value, rule, code));
    }

    /**
     * The close.
     *
     * @throws ProblemException 404 {@code not_found}
     */
    public Uni<CloseView> find(String id) {
        return store.find(id).map(found -> complete(found.orElseThrow(() -> notFound(id))));
    }

    private CloseView complete(CloseView view) {
        return view.waitingFor(Approvals.waitingFor(view, secondPersonAbove));
    }

    private static ProblemException notFound(String id) {
        return ProblemException.of(404, "not_found", "there is no close \"" + id + "\"");
    }

    /** Closes, newest cut-off first. */
    public Uni<List<CloseView>> list(Optional<Instant> before, int limit) {
        return store.list(before, limit)
                .map(found -> found.stream().map(this::complete).toList());
    }

    /** Lets a planned close begin. */
    public Uni<CloseView> begin(String id) {
        return command(id, locked -> {
            if (!(locked.close() instanceof Close.Planned planned)) {
                throw illegal(locked.close(), "started", "planned");
            }
            locked.apply(planned.start());
        });
    }

    /**
     * Gives a close up; its lines stay frozen and are billed by the next one.
     *
     * @throws ProblemException 409 {@code illegal_transition} from finalizing on
     */
    public Uni<CloseView> cancel(String id, String reason, String keyId) {
        String why = reason(reason);
        return command(id, locked -> {
            boolean given = locked.close() instanceof Close.Sealing sealing
                    && sealing.cancellation().isPresent();
            if (given || !(locked.close() instanceof Close.Open open)) {
                throw illegal(
                        locked.close(), "cancelled", "planned, sealing, review or approved, and not given up yet");
            }
            locked.apply(open.cancel(new Close.Cancellation(keyId, why, now())));
        });
    }

    /**
     * Lets exceptions pass.
     *
     * @param exceptionIds which; empty for all that are open
     * @throws ProblemException 422 {@code unknown_exception}; 409 {@code exception_settled}, {@code nothing_to_waive},
     *     {@code illegal_transition} outside of review
     */
    public Uni<CloseView> waive(String id, List<String> exceptionIds, String reason, String keyId) {
        String why = reason(reason);
        return command(id, locked -> {
            if (!(locked.close() instanceof Close.Review)) {
                throw illegal(locked.close(), "changed by a waiver", "review");
            }
            LockedClose.Waived waived = locked.waive(exceptionIds, keyId, why, now());
            if (!waived.unknown().isEmpty()) {
                String unknown = waived.unknown().getFirst();
                throw refused(
                        422,
                        "unknown_exception",
                        "close " + id + " has no exception \"" + unknown + "\"",
                        "/exceptionIds",
                        unknown,
                        "an exception of this close");
            }
            if (!waived.settled().isEmpty()) {
                String settled = waived.settled().getFirst();
                throw refused(
                        409,
                        "exception_settled",
                        "exception \"" + settled + "\" is mended or waived already",
                        "/exceptionIds",
                        settled,
                        "open");
            }
            if (waived.done() == 0) {
                throw refused(409, "nothing_to_waive", "no exception is open", "/exceptionIds", null, "at least one");
            }
        });
    }

    /**
     * Lets the drafts be billed.
     *
     * @throws ProblemException 409 {@code illegal_transition}, {@code drafts_not_ready}, {@code exceptions_open},
     *     {@code second_person_required}
     */
    public Uni<CloseView> approve(String id, String keyId) {
        return command(id, locked -> {
            if (!(locked.close() instanceof Close.Review review)) {
                throw illegal(locked.close(), "approved", "review");
            }
            LockedClose.Facts facts = locked.facts();
            if (!review.drafted()) {
                throw refused(
                        409,
                        "drafts_not_ready",
                        "not every draft stands yet",
                        "/state",
                        "review",
                        "every draft stands");
            }
            if (facts.open() > 0) {
                throw refused(
                        409,
                        "exceptions_open",
                        facts.open() == 1
                                ? "1 exception is open; mend it or waive it by name"
                                : facts.open() + " exceptions are open; mend them or waive them by name",
                        "/openExceptions",
                        Long.toString(facts.open()),
                        "has to be 0");
            }
            Optional<String> above = Approvals.aboveLimit(facts.totals(), secondPersonAbove);
            boolean involved = keyId.equals(review.request().requestedBy())
                    || facts.waivers().contains(keyId);
            if (above.isPresent() && involved) {
                throw refused(
                        409,
                        "second_person_required",
                        "the total " + above.get() + " is above " + secondPersonAbove.toPlainString()
                                + ": who asked for the close or waived something in it cannot approve it",
                        "/approval",
                        keyId,
                        "an access key that neither asked for the close nor waived anything in it");
            }
            locked.apply(review.approve(new Close.Approval(keyId, now())));
        });
    }

    /** Begins to make the invoices of an approved close. */
    public Uni<CloseView> finalizeInvoices(String id) {
        return command(id, locked -> {
            if (!(locked.close() instanceof Close.Approved approved)) {
                throw illegal(locked.close(), "finalized", "approved");
            }
            locked.apply(approved.finalizeAt(now()));
        });
    }

    /**
     * Makes drafts anew: those that were impossible, or all. The lines are frozen, so that a draft keeps its ids.
     *
     * @throws ProblemException 409 {@code illegal_transition} outside of review
     */
    public Uni<CloseView> recheck(String id, boolean all) {
        return command(id, locked -> {
            if (!(locked.close() instanceof Close.Review review)) {
                throw illegal(locked.close(), "looked at again", "review");
            }
            locked.redraft(all);
            locked.apply(review.drafted(false));
        });
    }

    /**
     * Makes the drafts of some customers anew, after something of theirs was changed; the others stay as they are.
     *
     * @param customerIds at most 10,000
     * @throws ProblemException 422 {@code missing_field}, {@code too_many}, {@code not_in_close}; 409 {@code illegal_transition} outside
     *     of review
     */
    public Uni<CloseView> recheck(String id, List<String> customerIds) {
        if (customerIds.isEmpty()) {
            throw refused(422, "missing_field", "no customer is named", "/customerIds", null, "at least one");
        }
        if (customerIds.size() > MOST_CUSTOMERS) {
            throw refused(
                    422,
                    "too_many",
                    customerIds.size() + " customers are named",
                    "/customerIds",
                    null,
                    "at most " + MOST_CUSTOMERS);
        }
        return command(id, locked -> {
            if (!(locked.close() instanceof Close.Review review)) {
                throw illegal(locked.close(), "looked at again", "review");
            }
            List<String> strangers = locked.redraft(customerIds);
            if (!strangers.isEmpty()) {
                throw refused(
                        422,
                        "not_in_close",
                        "close " + id + " has nothing to bill to customer \"" + strangers.getFirst() + "\"",
                        "/customerIds",
                        strangers.getFirst(),
                        "a customer of this close");
            }
            locked.apply(review.drafted(false));
        });
    }

    /** Makes sure that the close goes on, as it does by itself. In review, what was impossible is tried again. Harmless at any time. */
    public Uni<CloseView> resume(String id) {
        return find(id).chain(close -> close.state().equals("review") && close.openExceptions() > 0
                        ? recheck(id, false)
                        : Uni.createFrom().item(close))
                .invoke(close -> wakeRunner.run());
    }

    private Uni<CloseView> command(String id, Consumer<LockedClose> command) {
        return Uni.createFrom()
                .item(() -> store.change(id, locked -> {
                            command.accept(locked);
                            return true;
                        })
                        .orElseThrow(() -> notFound(id)))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .invoke(done -> wakeRunner.run())
                .chain(done -> find(id));
    }

    private static ProblemException illegal(Close close, String done, String rule) {
        return refused(
                409,
                "illegal_transition",
                "close " + close.request().id() + " is " + close.state() + " and cannot be " + done,
                "/state",
                close.state(),
                rule);
    }

    private static String reason(String reason) {
        if (reason == null || reason.isBlank()) {
            throw refused(422, "missing_field", "a reason has to be given", "/reason", reason, "one sentence");
        }
        if (reason.length() > LONGEST_REASON) {
            throw refused(
                    422,
                    "too_long",
                    "the reason has " + reason.length() + " characters",
                    "/reason",
                    null,
                    "at most " + LONGEST_REASON + " characters");
        }
        return reason.strip();
    }

    private Instant now() {
        return Micros.truncate(clock.instant());
    }

    /**
     * The answer to a request.
     *
     * @param close as it stands now
     * @param fresh whether this request made it
     */
    public record Asked(CloseView close, boolean fresh) {}
}
