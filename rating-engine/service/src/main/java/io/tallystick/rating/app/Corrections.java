package io.tallystick.rating.app;

import io.tallystick.rating.app.Commands.CommandKey;
import io.tallystick.rating.app.CorrectionStore.Commanded;
import io.tallystick.rating.app.CorrectionUnit.Refused;
import io.tallystick.rating.app.Preview.Effect;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.schemas.usage.Amendment;
import io.tallystick.schemas.usage.Refusal;
import io.tallystick.schemas.usage.RefusedException;
import io.tallystick.schemas.usage.UsageEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Voids, amends and releases events. A correction is a fact with author and reason; it takes effect when the owner of the customer's
 * partition has read the record that announces it.
 */
public final class Corrections {
    private static final int CONFLICT = 409;

    private final CorrectionStore store;
    private final Preview preview;
    private final UsageQueries queries;
    private final Catalog catalog;
    private final Announcer announcer;
    private final InstantSource clock;

    /** Corrections in {@code store}. */
    public Corrections(
            CorrectionStore store,
            Preview preview,
            UsageQueries queries,
            Catalog catalog,
            Announcer announcer,
            InstantSource clock) {
        this.store = store;
        this.preview = preview;
        this.queries = queries;
        this.catalog = catalog;
        this.announcer = announcer;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param id of the fact, a UUID that is made for it
     * @param kind what is to become of the event
     * @param event the event
     * @param reason why
     * @param author the access key that asks
     * @param replacement of an amendment: the attributes of the event that counts instead, where they differ
     */
    public record Asked(
            String id,
            Correction.Kind kind,
            Identity event,
            String reason,
            String author,
            Optional<Amendment> replacement) {}

    /**
     * What it would do; nothing is stored.
     *
     * @throws ProblemException 404 or 409 if it cannot be done
     */
    public Effect preview(Asked asked) {
        return preview.of(fact(asked));
    }

    /**
     * Adds a correction and announces it. The same request with the same key again gives the same correction.
     *
     * @throws ProblemException 404 {@code unknown_event}; 409 {@code already_voided}, {@code already_superseded}, {@code
     *     correction_under_way}, {@code not_held} or {@code event_exists}; 422 if the replacement is no acceptable event
     */
    public Correction correct(Asked asked, Optional<CommandKey> key) {
        Optional<Correction> before = key.flatMap(this::commanded);
        if (before.isPresent()) {
            return before.get();
        }
        Correction fact = fact(asked);
        if (!store.add(fact, key)) {
            return key.flatMap(this::commanded)
                    .orElseThrow(() -> ProblemException.of(
                            CONFLICT,
                            "correction_under_way",
                            "event " + asked.event().id() + " is being voided or amended by somebody else"));
        }
        announcer.correction(fact);
        return store.correction(fact.id()).orElseThrow();
    }

    /** The correction of an id. */
    public Optional<Correction> find(String id) {
        return store.correction(id);
    }

    /** Corrections before {@code before}, the newest first, of one customer or of all. */
    public List<Correction> list(Optional<String> customerId, String before, int limit) {
        return store.corrections(customerId, before, limit);
    }

    private Optional<Correction> commanded(CommandKey key) {
        Optional<Commanded> found = store.commanded(key);
        if (found.isPresent() && !found.get().fingerprint().equals(key.fingerprint())) {
            throw ProblemException.of(
                    422,
                    "idempotency_key_reused",
                    "Idempotency-Key \"" + key.key() + "\" was used for another request; use a new one");
        }
        return found.map(Commanded::correction);
    }

    private Correction fact(Asked asked) {
        KeptEvent event = queries.event(asked.event())
                .orElseThrow(() -> ProblemException.of(
                        404,
                        Refused.UNKNOWN_EVENT.code(),
                        "there is no event " + asked.event().id() + " of "
                                + asked.event().source() + " for customer "
                                + asked.event().customerId()));
        Refused.of(asked.kind(), event).ifPresent(refused -> {
            throw ProblemException.of(CONFLICT, refused.code(), words(refused, event));
        });
        Optional<UsageEvent> replacement =
                asked.replacement().map(different -> replacement(event.event(), different, asked.id()));
        return new Correction(
                asked.id(),
                asked.kind(),
                asked.event(),
                asked.reason(),
                asked.author(),
                clock.instant(),
                replacement,
                false,
                Optional.empty(),
                Optional.empty());
    }

    private UsageEvent replacement(UsageEvent event, Amendment amendment, String idIfNone) {
        if (!amendment.unknown().isEmpty()) {
            String name = amendment.unknown().iterator().next();
            String rule = "cannot be amended; id, type, time and data can";
            throw ProblemException.of(
                    400,
                    "invalid_body",
                    name + " " + rule,
                    new FieldError("/replacement/" + name, null, rule, "unknown_field"));
        }
        UsageEvent replacement;
        try {
            replacement = amendment.of(event, idIfNone, clock.instant());
            catalog.view().rules().check(replacement);
        } catch (RefusedException refused) {
            Refusal refusal = refused.refusal();
            String pointer = "/replacement" + refusal.pointer();
            String code = refusal.code().code();
            throw ProblemException.of(
                    422, code, refusal.detail(), new FieldError(pointer, null, refusal.detail(), code));
        }
        if (queries.event(Identity.of(replacement)).isPresent()) {
            throw ProblemException.of(
                    CONFLICT,
                    Refused.EVENT_EXISTS.code(),
                    "there is an event " + replacement.id() + " of " + replacement.source() + " already");
        }
        return replacement;
    }

    private static String words(Refused refused, KeptEvent event) {
        String id = "event " + event.event().id() + " of " + event.event().source();
        return switch (refused) {
            case UNKNOWN_EVENT -> "there is no " + id;
            case ALREADY_VOIDED -> id + " is voided already";
            case ALREADY_SUPERSEDED -> id + " is amended already; correct the event that replaced it";
            case NOT_HELD ->
                id + " does not wait for a decision; it is "
                        + event.disposition().code() + " (" + event.reason() + ")";
            case EVENT_EXISTS -> id + " exists already";
        };
    }
}
