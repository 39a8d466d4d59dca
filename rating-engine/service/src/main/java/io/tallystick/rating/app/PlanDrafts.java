package io.tallystick.rating.app;

import io.tallystick.rating.app.CatalogStore.Editor;
import io.tallystick.rating.app.CatalogStore.StoredDraft;
import io.tallystick.rating.app.CatalogView.PublishedPlan;
import io.tallystick.rating.app.Commands.CommandKey;
import io.tallystick.rating.app.Commands.Done;
import io.tallystick.rating.catalog.Lint;
import io.tallystick.rating.catalog.Plan;
import io.tallystick.rating.catalog.PriceBook;
import io.tallystick.rating.pricing.Finding;
import io.tallystick.schemas.problem.ProblemException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The life of a plan before and after its publication: a draft is edited until it says what is meant, is published as the next
 * version, which never changes again, and a version that is not to be sold any more is archived.
 */
public final class PlanDrafts {
    private static final int CONFLICT = 409;

    private final CatalogStore store;
    private final Catalog catalog;
    private final InstantSource clock;

    /** Drafts in {@code store} of plans in {@code catalog}. */
    public PlanDrafts(CatalogStore store, Catalog catalog, InstantSource clock) {
        this.store = store;
        this.catalog = catalog;
        this.clock = clock;
    }

    /**
     * A draft and what is still wrong with it.
     *
     * @param stored as it is kept
     * @param findings with any of them it cannot be published
     */
    public record Draft(StoredDraft stored, List<Finding> findings) {
        /** Copies the list. */
        public Draft {
            findings = List.copyOf(findings);
        }
    }

    /**
     * A version that came from a draft.
     *
     * @param version it
     * @param published whether it is new: a draft that says the same as the newest version is that version
     */
    public record Publication(PublishedPlan version, boolean published) {}

    /** The draft of a plan. */
    public Optional<Draft> find(String key) {
        return store.draft(key).map(this::linted);
    }

    /** The keys of all plans that have a draft, sorted. */
    public List<String> keys() {
        return store.drafts();
    }

    /**
     * Begins a draft. Sense is not asked of it yet: what is wrong is said in the findings.
     *
     * @throws PriceLanguageRefused if its key is none
     * @throws ProblemException 409 {@code draft_exists} if the plan has one
     */
    public Draft begin(Plan plan) {
        keyMustBeSound(plan);
        return linted(store.change(editor -> {
            if (editor.draft(plan.key()).isPresent()) {
                throw ProblemException.of(
                        CONFLICT,
                        "draft_exists",
                        "plan " + plan.key() + " has a draft; read it and send If-Match with its ETag");
            }
            return editor.saveDraft(plan.key(), catalog.language().write(plan), clock.instant());
        }));
    }

    /**
     * Replaces a draft.
     *
     * @param edit accepts the number of the edit that is there, or throws
     * @throws ProblemException 404 if the plan has no draft
     */
    public Draft replace(Plan plan, LongConsumer edit) {
        return linted(store.change(editor -> {
            edit.accept(present(editor, plan.key()).edit());
            return editor.saveDraft(plan.key(), catalog.language().write(plan), clock.instant());
        }));
    }

    /**
     * Discards a draft.
     *
     * @param edit accepts the number of the edit that is there, or throws
     * @throws ProblemException 404 if the plan has no draft
     */
    public void discard(String key, LongConsumer edit) {
        store.change(editor -> {
            edit.accept(present(editor, key).edit());
            editor.removeDraft(key);
            return key;
        });
    }

    /**
     * Publishes a draft as the next version; the draft is gone then.
     *
     * @param edit accepts the number of the edit that is there, or throws
     * @throws PriceLanguageRefused with the findings, if there are any
     * @throws ProblemException 404 if the plan has no draft
     */
    public Publication publish(String key, LongConsumer edit, Optional<CommandKey> command) {
        boolean[] isNew = new boolean[1];
        Done done = store.change(editor -> editor.once(command, clock.instant(), () -> {
            StoredDraft draft = present(editor, key);
            edit.accept(draft.edit());
            Plan plan = catalog.language().readPlan(draft.definition());
            Catalog.Report report = catalog.apply(new PriceBook(List.of(), List.of(plan)), editor);
            if (!report.findings().isEmpty()) {
                throw new PriceLanguageRefused(report.findings());
            }
            editor.removeDraft(key);
            isNew[0] = report.plans().getFirst().published();
            return Integer.toString(report.plans().getFirst().version());
        }));
        int version = Integer.parseInt(done.answer());
        return new Publication(catalog.view().plan(key, version).orElseThrow(), isNew[0]);
    }

    /**
     * Takes a version off sale: who is on it keeps it, nobody else comes. Archived once more it stays as it is.
     *
     * @throws ProblemException 404 if there is no such version
     */
    public PublishedPlan archive(String key, int version) {
        store.change(editor -> {
            PublishedPlan present = new CatalogView(editor.read(), catalog.language())
                    .plan(key, version)
                    .orElseThrow(() -> notFound("version " + version + " of plan " + key));
            if (present.isSold()) {
                editor.archive(key, version, clock.instant());
            }
            return key;
        });
        return catalog.view().plan(key, version).orElseThrow();
    }

    private Draft linted(StoredDraft stored) {
        Plan plan = catalog.language().readPlan(stored.definition());
        return new Draft(stored, Lint.check(plan, catalog.meters()));
    }

    /** The key is the identity of a draft; everything else may still be wrong. */
    private void keyMustBeSound(Plan plan) {
        List<Finding> ofKey = Lint.check(plan, catalog.meters()).stream()
                .filter(finding -> finding.pointer().equals("/key"))
                .toList();
        if (!ofKey.isEmpty()) {
            throw new PriceLanguageRefused(ofKey);
        }
    }

    private static StoredDraft present(Editor editor, String key) {
        return editor.draft(key).orElseThrow(() -> notFound("draft of plan " + key));
    }

    private static ProblemException notFound(String what) {
        return ProblemException.of(404, "not_found", "there is no " + what);
    }
}
