package io.tallystick.rating.app;

import io.tallystick.rating.app.Commands.CommandKey;
import io.tallystick.rating.app.WhatIf.Choice;
import io.tallystick.rating.app.WhatIf.Order;
import io.tallystick.rating.app.WhatIf.Progress;
import io.tallystick.rating.app.WhatIf.Result;
import io.tallystick.rating.app.WhatIf.State;
import io.tallystick.rating.app.WhatIf.Total;
import io.tallystick.rating.app.WhatIfEffects.Question;
import io.tallystick.rating.app.WhatIfStore.Editor;
import io.tallystick.rating.catalog.Lint;
import io.tallystick.rating.catalog.Plan;
import io.tallystick.rating.catalog.PlanVersion;
import io.tallystick.rating.pricing.Finding;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.schemas.time.Micros;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Computes periods that are past with a draft of a plan by the code of the real run, many customers in each transaction. It writes
 * its own results and nothing else; what is killed goes on where it stopped.
 */
public final class WhatIfs {
    private static final int MOST_AT_ONCE = 20_000;

    /** The first ones show how many events there are behind a customer. */
    private static final int FIRST = 20;

    private final WhatIfStore store;
    private final Catalog catalog;
    private final WhatIfStep steps;
    private final InstantSource clock;
    private final int atOnce;

    /** Over the aggregates and events that {@code rating} keeps. */
    public WhatIfs(WhatIfStore store, Catalog catalog, RatingStore rating, InstantSource clock) {
        this(store, catalog, rating, clock, MOST_AT_ONCE);
    }

    /** With at most {@code atOnce} customers in a transaction. */
    WhatIfs(WhatIfStore store, Catalog catalog, RatingStore rating, InstantSource clock, int atOnce) {
        this.store = store;
        this.catalog = catalog;
        this.steps = new WhatIfStep(new WhatIfEffects(rating));
        this.clock = clock;
        this.atOnce = atOnce;
    }

    /**
     * Asks; the answer is computed from then on.
     *
     * @param id its id
     * @param plan the draft
     * @param caller the access key that asks
     * @throws PriceLanguageRefused with the findings, if the draft could not be published
     */
    public WhatIf begin(
            String id,
            Plan plan,
            LocalDate from,
            LocalDate to,
            List<String> customers,
            String caller,
            Optional<CommandKey> key) {
        List<Finding> findings = Lint.check(plan, catalog.meters());
        if (!findings.isEmpty()) {
            throw new PriceLanguageRefused(findings);
        }
        Order order = new Order(plan.key(), catalog.language().write(plan), from, to, customers);
        String done = store.change(editor -> editor.once(key, clock.instant(), () -> {
                    Instant now = now();
                    Progress none = new Progress(0, editor.count(order), 0);
                    editor.add(new WhatIf(id, order, State.RUNNING, "", none, caller, now, now));
                    return id;
                }))
                .answer();
        return store.find(done).orElseThrow();
    }

    /** The one of an id. */
    public Optional<WhatIf> find(String id) {
        return store.find(id);
    }

    /** Those after {@code after} in the order of their ids. */
    public List<WhatIf> list(String after, int limit) {
        return store.list(after, limit);
    }

    /** The results so far together, by currency. */
    public List<Total> totals(String id) {
        return store.totals(id);
    }

    /** How many customers could not be computed so far. */
    public long unknown(String id) {
        return store.unknown(id);
    }

    /** Results behind one of them, in the order of the choice. */
    public List<Result> results(String id, Choice choice, Optional<Result> after, int limit) {
        return store.results(id, choice, after, limit);
    }

    /**
     * Stops one that runs; its results so far stay. One that has ended stays as it is.
     *
     * @throws ProblemException 404 if there is none
     */
    public WhatIf cancel(String id) {
        return store.change(editor -> {
            WhatIf present = editor.lock(id)
                    .orElseThrow(() -> ProblemException.of(404, "not_found", "there is no what-if " + id));
            if (present.state() != State.RUNNING) {
                return present;
            }
            WhatIf stopped = present.going(State.CANCELLED, present.after(), present.progress(), now());
            editor.save(stopped);
            return stopped;
        });
    }

    /** Computes what runs, to its end. */
    public void work() {
        while (step()) {
            // The next customers.
        }
    }

    /** Computes some customers of one that runs; false if none does. */
    boolean step() {
        return store.change(this::step);
    }

    private boolean step(Editor editor) {
        Optional<WhatIf> claimed = editor.claim();
        if (claimed.isEmpty()) {
            return false;
        }
        WhatIf whatIf = claimed.get();
        Order order = whatIf.order();
        CatalogView view = catalog.view();
        int version = view.versions(order.planKey()).stream()
                        .mapToInt(known -> known.stored().version())
                        .max()
                        .orElse(0)
                + 1;
        PlanVersion draft = new PlanVersion(catalog.language().readPlan(order.definition()), version);
        Question question = new Question(draft, order.from(), order.to(), view);
        Progress before = whatIf.progress();
        int most = before.customers() == 0 ? Math.min(FIRST, atOnce) : atOnce;
        List<String> customers = editor.customers(order, whatIf.after(), most);
        WhatIfStep.Done done =
                steps.compute(customers, question, before, results -> editor.addResults(whatIf.id(), results));
        boolean last = done.customers() == customers.size() && customers.size() < most;
        editor.save(whatIf.going(
                last ? State.COMPLETED : State.RUNNING,
                done.customers() == 0 ? whatIf.after() : customers.get(done.customers() - 1),
                new Progress(before.customers() + done.customers(), before.of(), before.events() + done.events()),
                now()));
        return true;
    }

    private Instant now() {
        return Micros.truncate(clock.instant());
    }
}
