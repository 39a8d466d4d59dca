package io.tallystick.invoice.app;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.schemas.id.Uuid7;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.schemas.time.Micros;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Asks for closes and shows them; the work is done by {@link CloseRunner}. */
public final class Closes {
    private final CloseStore store;
    private final Uuid7 ids;
    private final InstantSource clock;
    private final Runnable wakeRunner;

    /** Closes in {@code store}; {@code wakeRunner} is called when there is something to do. */
    public Closes(CloseStore store, Uuid7 ids, InstantSource clock, Runnable wakeRunner) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
        this.wakeRunner = wakeRunner;
    }

    /**
     * Asks for a close; it runs by itself from here on.
     *
     * @param cutoff lines that are billable up to and including it belong to the close
     * @param keyId the access key that asks
     * @param once the idempotency key, if one was sent
     * @return the new close, or the one that the same key asked for before
     * @throws ProblemException 422 {@code missing_field}, {@code cutoff_in_future}, {@code idempotency_key_reused}; 409
     *     {@code close_running}, {@code cutoff_not_after_last}
     */
    public Uni<Asked> start(Instant cutoff, String keyId, Optional<CloseStore.Once> once) {
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
        Close.Request request =
                new Close.Request(ids.next().toString(), Micros.truncate(cutoff), null, Micros.truncate(now), keyId);
        return store.start(request, once).map(started -> answer(started, request, once));
    }

    private Asked answer(CloseStore.Start started, Close.Request request, Optional<CloseStore.Once> once) {
        return switch (started) {
            case CloseStore.Start.Started fresh -> {
                wakeRunner.run();
                yield new Asked(fresh.close(), true);
            }
            case CloseStore.Start.Repeated repeated -> {
                if (!once.orElseThrow().fingerprint().equals(repeated.fingerprint())) {
                    throw ProblemException.of(
                            422,
                            "idempotency_key_reused",
                            "Idempotency-Key \"" + once.orElseThrow().key()
                                    + "\" was used for another request; use a new one");
                }
                yield new Asked(repeated.close(), false);
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
        return ProblemException.of(
                status, code, detail, new FieldError("/cutoff", value == null ? null : value.toString(), rule, code));
    }

    /**
     * The close.
     *
     * @throws ProblemException 404 {@code not_found}
     */
    public Uni<CloseView> find(String id) {
        return store.find(id)
                .map(found -> found.orElseThrow(
                        () -> ProblemException.of(404, "not_found", "there is no close \"" + id + "\"")));
    }

    /** Closes, newest cut-off first. */
    public Uni<List<CloseView>> list(Optional<Instant> before, int limit) {
        return store.list(before, limit);
    }

    /**
     * Makes sure that the close goes on. A running one does so by itself; of a completed one that is the last, exceptions are tried
     * again, now that somebody may have mended them. Harmless at any time.
     */
    public Uni<CloseView> resume(String id) {
        return find(id).chain(close -> close.state().equals("completed") && close.exceptionCount() > 0
                        ? store.retryExceptions(id, Micros.truncate(clock.instant()))
                        : Uni.createFrom().item(false))
                .invoke(again -> wakeRunner.run())
                .chain(again -> find(id));
    }

    /**
     * The answer to a request.
     *
     * @param close as it stands now
     * @param fresh whether this request made it
     */
    public record Asked(CloseView close, boolean fresh) {}
}
