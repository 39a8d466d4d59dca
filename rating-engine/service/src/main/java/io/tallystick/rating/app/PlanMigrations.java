package io.tallystick.rating.app;

import io.tallystick.rating.app.Commands.CommandKey;
import io.tallystick.rating.app.MigrationStore.Editor;
import io.tallystick.rating.app.MigrationStore.Item;
import io.tallystick.rating.app.PlanMigration.Order;
import io.tallystick.rating.app.PlanMigration.Progress;
import io.tallystick.rating.app.PlanMigration.State;
import io.tallystick.rating.app.SubscriptionStore.StoredSubscription;
import io.tallystick.rating.model.PlanMove;
import io.tallystick.rating.model.PlanMove.Decision;
import io.tallystick.schemas.problem.ProblemException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves subscribers to another plan version: an explicit act, previewed, done in small transactions that each take the next
 * subscriptions, add the fact to those that can be moved, list those that cannot, and move the cursor. What is killed goes on where it
 * stopped; nobody is moved twice.
 */
public final class PlanMigrations {
    private static final int AT_ONCE = 100;

    private final MigrationStore store;
    private final Catalog catalog;
    private final MigrationLanguage language;
    private final Announcer announcer;
    private final MigrationEffects effects;
    private final InstantSource clock;

    /** Migrations in {@code store}. */
    public PlanMigrations(
            MigrationStore store,
            Catalog catalog,
            MigrationLanguage language,
            Announcer announcer,
            MigrationEffects effects,
            InstantSource clock) {
        this.store = store;
        this.catalog = catalog;
        this.language = language;
        this.announcer = announcer;
        this.effects = effects;
        this.clock = clock;
    }

    /**
     * What a migration would do with a subscription.
     *
     * @param subscription it
     * @param decision moved or refused
     * @param effect on the money of the present period, of one that would be moved
     */
    public record Foreseen(
            StoredSubscription subscription, Decision decision, Optional<MigrationEffects.Effect> effect) {}

    /**
     * A part of a preview.
     *
     * @param order what was asked
     * @param foreseen the subscriptions that are concerned
     * @param next where the next part begins, empty if this is the last
     */
    public record Preview(Order order, List<Foreseen> foreseen, Optional<String> next) {
        /** Copies the list. */
        public Preview {
            foreseen = List.copyOf(foreseen);
        }
    }

    /**
     * What a migration would do; nothing is stored.
     *
     * @param after the subscription after which to begin, "" for the first
     * @param limit most subscriptions in the answer
     * @throws PriceLanguageRefused if the body is not in the language, or the target is not on sale
     */
    public Preview preview(String body, String after, int limit) {
        CatalogView view = catalog.view();
        Order order = read(body, view);
        List<Foreseen> foreseen = new ArrayList<>();
        String place = after;
        List<StoredSubscription> some = store.candidates(order, place, AT_ONCE);
        while (!some.isEmpty()) {
            for (StoredSubscription one : some) {
                if (foreseen.size() == limit) {
                    return new Preview(order, foreseen, Optional.of(place));
                }
                place = one.subscription().id();
                Decision decision = decide(order, one, view);
                if (!(decision instanceof PlanMove.NotConcerned)) {
                    Optional<MigrationEffects.Effect> effect = decision instanceof PlanMove.Moves moves
                            ? Optional.of(effects.of(one.subscription(), moves, view))
                            : Optional.empty();
                    foreseen.add(new Foreseen(one, decision, effect));
                }
            }
            some = store.candidates(order, place, AT_ONCE);
        }
        return new Preview(order, foreseen, Optional.empty());
    }

    /**
     * Orders a migration; it runs by itself from then on.
     *
     * @param id its id
     * @param caller the access key that orders it
     * @throws PriceLanguageRefused if the body is not in the language, or the target is not on sale
     */
    public PlanMigration begin(String body, String id, String caller, Optional<CommandKey> key) {
        String done = store.change(editor -> editor.once(key, clock.instant(), () -> {
                    Order order = read(body, catalog.view(editor.shareCatalogue()));
                    Instant now = clock.instant();
                    editor.add(
                            new PlanMigration(id, order, State.RUNNING, "", new Progress(0, 0, 0), caller, now, now));
                    return id;
                }))
                .answer();
        return store.find(done).orElseThrow();
    }

    /** The migration of an id. */
    public Optional<PlanMigration> find(String id) {
        return store.find(id);
    }

    /** Migrations after {@code after} in the order of their ids. */
    public List<PlanMigration> list(String after, int limit) {
        return store.list(after, limit);
    }

    /** What became of subscriptions after {@code after}. */
    public List<Item> items(String id, boolean refusedOnly, String after, int limit) {
        return store.items(id, refusedOnly, after, limit);
    }

    /**
     * Stops a running migration; who was moved stays moved. One that has ended stays as it is.
     *
     * @throws ProblemException 404 if there is none
     */
    public PlanMigration cancel(String id) {
        return store.change(editor -> {
            PlanMigration present = editor.lock(id)
                    .orElseThrow(() -> ProblemException.of(404, "not_found", "there is no plan migration " + id));
            if (present.state() != State.RUNNING) {
                return present;
            }
            PlanMigration stopped = with(present, State.CANCELLED, present.after(), present.progress());
            editor.save(stopped);
            return stopped;
        });
    }

    /** Does what is to be done on running migrations, and announces it. */
    public void work() {
        while (store.change(this::step)) {
            announceAll();
        }
    }

    /** What waits longer is announced from time to time anyway. */
    private void announceAll() {
        boolean more = true;
        for (int round = 0; more && round <= AT_ONCE; round++) {
            more = !announcer.subscriptions();
        }
    }

    private boolean step(Editor editor) {
        Optional<PlanMigration> claimed = editor.claim();
        if (claimed.isEmpty()) {
            return false;
        }
        PlanMigration migration = claimed.get();
        CatalogView view = catalog.view(editor.shareCatalogue());
        List<StoredSubscription> some = editor.lockCandidates(migration.order(), migration.after(), AT_ONCE);
        List<Item> items = new ArrayList<>();
        long moved = 0;
        for (StoredSubscription one : some) {
            switch (decide(migration.order(), one, view)) {
                case PlanMove.NotConcerned _ -> {}
                case PlanMove.Refused refused -> items.add(refused(one, refused));
                case PlanMove.Moves moves -> {
                    editor.save(moves.next(), one.version() + 1, clock.instant());
                    items.add(moved(one, moves));
                    moved++;
                }
            }
        }
        if (!items.isEmpty()) {
            editor.addItems(migration.id(), items);
        }
        Progress before = migration.progress();
        Progress now = new Progress(
                before.lookedAt() + some.size(), before.moved() + moved, before.refused() + items.size() - moved);
        boolean last = some.size() < AT_ONCE;
        String after = some.isEmpty()
                ? migration.after()
                : some.getLast().subscription().id();
        editor.save(with(migration, last ? State.COMPLETED : State.RUNNING, after, now));
        return true;
    }

    private static Decision decide(Order order, StoredSubscription one, CatalogView view) {
        return PlanMove.decide(one.subscription(), view, order.from(), order.to(), order.at(), order.when());
    }

    private Order read(String body, CatalogView view) {
        Order order = language.readOrder(
                body,
                clock.instant(),
                key -> view.newest(key).map(found -> found.stored().version()));
        if (view.published(order.to()).filter(CatalogView.PublishedPlan::isSold).isEmpty()) {
            throw ProblemException.of(
                    422,
                    "plan_not_on_sale",
                    "version " + order.to() + " is not there, or is archived; name one on sale");
        }
        return order;
    }

    private PlanMigration with(PlanMigration migration, State state, String after, Progress progress) {
        return new PlanMigration(
                migration.id(),
                migration.order(),
                state,
                after,
                progress,
                migration.createdBy(),
                migration.createdAt(),
                clock.instant());
    }

    private static Item moved(StoredSubscription one, PlanMove.Moves moves) {
        return new Item(
                one.subscription().id(),
                one.subscription().customerId(),
                moves.from(),
                Optional.of(moves.effectiveAt()),
                Optional.empty(),
                Optional.empty());
    }

    private static Item refused(StoredSubscription one, PlanMove.Refused refused) {
        return new Item(
                one.subscription().id(),
                one.subscription().customerId(),
                refused.from(),
                Optional.empty(),
                Optional.of(refused.code()),
                Optional.of(refused.message()));
    }
}
