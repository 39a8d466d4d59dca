package io.tallystick.rating.app;

import io.tallystick.rating.app.Commands.CommandKey;
import io.tallystick.rating.app.Commands.Done;
import io.tallystick.rating.app.SubscriptionStore.Editor;
import io.tallystick.rating.app.SubscriptionStore.StoredSubscription;
import io.tallystick.rating.model.Fact;
import io.tallystick.rating.model.PlanRef;
import io.tallystick.rating.model.Subscription;
import io.tallystick.rating.model.SubscriptionRefused;
import io.tallystick.rating.model.Timeline;
import io.tallystick.schemas.id.Partition;
import io.tallystick.schemas.problem.ProblemException;
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

    /** Most facts of one subscription, all of which are compiled when it is used. */
    private static final int MOST_FACTS = 10_000;

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
     * @throws SubscriptionRefused if a fact does not fit
     * @throws ProblemException 409 if the id is taken by another subscription
     */
    public Outcome begin(String body, String idIfNone, Optional<CommandKey> key) {
        Subscription begun = language.readNew(body, idIfNone, this::newest);
        compile(begun);
        int partition = Partition.of(begun.customerId(), log.partitions());
        return command(key, editor -> {
            if (editor.add(begun, partition, clock.instant())) {
                mustBeSold(editor, begun.facts());
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
     * @throws SubscriptionRefused if the fact does not fit
     * @throws ProblemException 404 if there is no such subscription
     */
    public Outcome change(String id, String body, Optional<CommandKey> key) {
        return command(key, editor -> {
            StoredSubscription present = editor.lock(id)
                    .orElseThrow(() -> ProblemException.of(404, "not_found", "there is no subscription " + id));
            Fact fact = language.readFact(body, present.subscription().zone(), this::newest);
            Subscription next = present.subscription().plus(fact);
            if (next.facts().size() > MOST_FACTS) {
                throw new SubscriptionRefused(
                        "too_many_facts",
                        MOST_FACTS,
                        "A subscription has at most %d facts; begin another one.".formatted(MOST_FACTS));
            }
            mustBeSold(editor, List.of(fact));
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
        Done done = store.command(editor -> editor.once(key, clock.instant(), () -> work.apply(editor)));
        StoredSubscription stored = store.find(done.answer()).orElseThrow();
        if (!stored.announced()) {
            announcer.subscription(stored);
        }
        return new Outcome(stored, done.repeated());
    }

    /** What is begun or changed to must be on sale; whoever is on an archived version already stays on it. */
    private void mustBeSold(Editor editor, List<Fact> facts) {
        CatalogView view = catalog.view(editor.shareCatalogue());
        for (int i = 0; i < facts.size(); i++) {
            Optional<PlanRef> plan = PlanRef.named(facts.get(i));
            if (plan.flatMap(view::published)
                    .filter(version -> !version.isSold())
                    .isPresent()) {
                throw new SubscriptionRefused(
                        "plan_archived",
                        i,
                        "Version %s is archived and takes no new subscriptions; name a published version."
                                .formatted(plan.get()));
            }
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
