package io.tallystick.rating.app;

import io.tallystick.rating.app.SubscriptionStore.Answered;
import io.tallystick.rating.app.SubscriptionStore.CommandKey;
import io.tallystick.rating.app.SubscriptionStore.Editor;
import io.tallystick.rating.app.SubscriptionStore.StoredSubscription;
import io.tallystick.rating.model.Fact;
import io.tallystick.rating.model.Subscription;
import io.tallystick.rating.model.Timeline;
import io.tallystick.schemas.id.Partition;
import io.tallystick.schemas.problem.ProblemException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Begins and changes subscriptions. A change is a dated fact that is added, never an edit; it takes effect when the owner of the
 * customer's partition has read the record that announces it.
 */
public final class Subscriptions {
    private static final int CONFLICT = 409;

    private final SubscriptionStore store;
    private final Catalog catalog;
    private final SubscriptionLanguage language;
    private final Announcer announcer;
    private final ControlLog log;
    private final InstantSource clock;

    /** Subscriptions in {@code store}. */
    public Subscriptions(
            SubscriptionStore store,
            Catalog catalog,
            SubscriptionLanguage language,
            Announcer announcer,
            ControlLog log,
            InstantSource clock) {
        this.store = store;
        this.catalog = catalog;
        this.language = language;
        this.announcer = announcer;
        this.log = log;
        this.clock = clock;
    }

    /**
     * What became of a command.
     *
     * @param subscription as it stands
     * @param repeated whether the command had been done before
     */
    public record Outcome(StoredSubscription subscription, boolean repeated) {}

    /**
     * Begins a subscription.
     *
     * @param body as the REST API takes it
     * @param idIfNone its id if the body names none
     * @throws PriceLanguageRefused if the body is not in the language
     * @throws io.tallystick.rating.model.SubscriptionRefused if a fact does not fit
     * @throws ProblemException 409 if the id is taken by another subscription
     */
    public Outcome begin(String body, String idIfNone, Optional<CommandKey> key) {
        Subscription begun = language.readNew(body, idIfNone, this::newest);
        compile(begun);
        int partition = Partition.of(begun.customerId(), log.partitions());
        return command(key, editor -> {
            if (editor.add(begun, partition, clock.instant())) {
                return begun.id();
            }
            Subscription present = editor.lock(begun.id()).orElseThrow().subscription();
            if (!present.equals(begun)) {
                throw ProblemException.of(
                        CONFLICT, "subscription_exists", "there is another subscription " + begun.id());
            }
            return begun.id();
        });
    }

    /**
     * Adds a dated fact.
     *
     * @param body as the REST API takes it
     * @throws PriceLanguageRefused if the body is not in the language
     * @throws io.tallystick.rating.model.SubscriptionRefused if the fact does not fit
     * @throws ProblemException 404 if there is no such subscription
     */
    public Outcome change(String id, String body, Optional<CommandKey> key) {
        return command(key, editor -> {
            StoredSubscription present = editor.lock(id)
                    .orElseThrow(() -> ProblemException.of(404, "not_found", "there is no subscription " + id));
            Fact fact = language.readFact(body, present.subscription().zone(), this::newest);
            Subscription next = present.subscription().plus(fact);
            compile(next);
            editor.save(next, present.version() + 1, clock.instant());
            return id;
        });
    }

    /** The subscription of an id. */
    public Optional<StoredSubscription> find(String id) {
        return store.find(id);
    }

    /** Subscriptions after {@code after} in the order of their ids, of one customer or of all. */
    public List<StoredSubscription> list(Optional<String> customerId, String after, int limit) {
        return store.list(customerId, after, limit);
    }

    /** Its facts in the order in which they were added, as the REST API says them. */
    public String text(Subscription subscription) {
        return language.write(subscription);
    }

    private Outcome command(Optional<CommandKey> key, Function<Editor, String> work) {
        Instant now = clock.instant();
        String[] repeatedId = new String[1];
        String id = store.command(editor -> {
            Optional<Answered> before = key.flatMap(it -> editor.answered(it, now));
            if (before.isPresent()) {
                mustBeTheSame(key.orElseThrow(), before.get());
                repeatedId[0] = before.get().answer();
                return repeatedId[0];
            }
            String done = work.apply(editor);
            key.ifPresent(it -> editor.answer(it, done));
            return done;
        });
        StoredSubscription stored = store.find(id).orElseThrow();
        if (!stored.announced()) {
            announcer.subscription(stored);
        }
        return new Outcome(stored, repeatedId[0] != null);
    }

    private static void mustBeTheSame(CommandKey key, Answered before) {
        if (!before.fingerprint().equals(key.fingerprint())) {
            throw ProblemException.of(
                    422,
                    "idempotency_key_reused",
                    "Idempotency-Key \"" + key.key() + "\" was used for another request; use a new one");
        }
    }

    /** A subscription that cannot be compiled is refused before it is stored, so that what is stored compiles always. */
    private void compile(Subscription subscription) {
        Timeline.of(subscription.customerId(), List.of(subscription), catalog.view());
    }

    private Optional<Integer> newest(String plan) {
        return catalog.view().newest(plan).map(found -> found.stored().version());
    }
}
