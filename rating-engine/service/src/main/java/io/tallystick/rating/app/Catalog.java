package io.tallystick.rating.app;

import io.tallystick.rating.app.CatalogStore.Editor;
import io.tallystick.rating.app.CatalogStore.StoredPlan;
import io.tallystick.rating.catalog.Lint;
import io.tallystick.rating.catalog.Plan;
import io.tallystick.rating.catalog.PriceBook;
import io.tallystick.rating.pricing.Finding;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.meter.Meter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Meters and plans: what is measured and what is sold. Checks, publishes and reads them. */
public final class Catalog {
    private final CatalogStore store;
    private final PriceLanguage language;
    private final Announcer announcer;
    private final InstantSource clock;
    private final AtomicReference<CatalogView> view = new AtomicReference<>();

    /**
     * What became of a price book.
     *
     * @param findings what is wrong with it; nothing is published if there is any
     * @param created meters that are new or have another name
     * @param unchanged meters that were there
     * @param plans what became of each plan
     */
    public record Report(List<Finding> findings, List<String> created, List<String> unchanged, List<PlanReport> plans) {
        /** Copies the lists. */
        public Report {
            findings = List.copyOf(findings);
            created = List.copyOf(created);
            unchanged = List.copyOf(unchanged);
            plans = List.copyOf(plans);
        }
    }

    /**
     * What became of a plan.
     *
     * @param key its key
     * @param version the version that holds its content
     * @param published whether that version is new
     */
    public record PlanReport(String key, int version, boolean published) {}

    /** The catalogue in {@code store}. */
    public Catalog(CatalogStore store, PriceLanguage language, Announcer announcer, InstantSource clock) {
        this.store = store;
        this.language = language;
        this.announcer = announcer;
        this.clock = clock;
    }

    /** The newest state. */
    public CatalogView view() {
        return view(store.version());
    }

    /** A state that is at least as new as {@code version}. */
    public CatalogView view(long version) {
        CatalogView known = view.get();
        if (known != null && known.version() >= version) {
            return known;
        }
        CatalogView read = new CatalogView(store.read(), language);
        return view.accumulateAndGet(read, (a, b) -> a != null && a.version() > b.version() ? a : b);
    }

    /**
     * Checks a price book and, unless it is a dry run or has findings, publishes it. What is there already with the same content
     * stays as it is, so a book can be loaded again.
     *
     * @param text YAML or JSON
     * @throws PriceLanguageRefused if it is not in the price language
     */
    public Report load(String text, boolean dryRun) {
        PriceBook book = language.readBook(text);
        Report report = dryRun
                ? decide(new CatalogView(store.read(), language), book).report()
                : store.change(editor -> apply(book, editor));
        announcer.meters();
        return report;
    }

    /** Publishes what has no findings, inside a change. */
    Report apply(PriceBook book, Editor editor) {
        Decision decision = decide(new CatalogView(editor.read(), language), book);
        Instant now = clock.instant();
        for (Meter meter : decision.meters()) {
            editor.save(meter.key(), language.write(meter), now);
        }
        for (StoredPlan plan : decision.plans()) {
            editor.publish(plan);
        }
        return decision.report();
    }

    private record Decision(Report report, List<Meter> meters, List<StoredPlan> plans) {}

    private Decision decide(CatalogView known, PriceBook book) {
        List<Finding> findings = Lint.check(book, known.meters());
        if (!findings.isEmpty()) {
            return new Decision(new Report(findings, List.of(), List.of(), List.of()), List.of(), List.of());
        }
        List<Meter> changed = new ArrayList<>();
        List<String> unchanged = new ArrayList<>();
        for (Meter meter : book.meters()) {
            if (known.meter(meter.key()).filter(meter::equals).isPresent()) {
                unchanged.add(meter.key());
            } else {
                changed.add(meter);
            }
        }
        List<StoredPlan> published = new ArrayList<>();
        List<PlanReport> plans = new ArrayList<>();
        for (Plan plan : book.plans()) {
            StoredPlan next = next(known, plan);
            boolean isNew = known.newest(plan.key())
                    .filter(newest -> newest.stored().version() == next.version())
                    .isEmpty();
            plans.add(new PlanReport(plan.key(), next.version(), isNew));
            if (isNew) {
                published.add(next);
            }
        }
        List<String> created = changed.stream().map(Meter::key).toList();
        return new Decision(new Report(List.of(), created, unchanged, plans), changed, published);
    }

    /** The version that holds the plan's content: the newest one on sale if it says the same, otherwise one more. */
    private StoredPlan next(CatalogView known, Plan plan) {
        String definition = language.write(plan);
        String hash = Hash128.of(definition).toString();
        List<CatalogView.PublishedPlan> versions = known.versions(plan.key());
        int last = versions.isEmpty() ? 0 : versions.getLast().stored().version();
        return known.newest(plan.key())
                .map(CatalogView.PublishedPlan::stored)
                .filter(newest -> newest.contentHash().equals(hash))
                .orElseGet(() -> new StoredPlan(
                        plan.key(), last + 1, StoredPlan.PUBLISHED, definition, hash, clock.instant(), null));
    }

    /**
     * Adds a meter, or changes its name or whether it is archived.
     *
     * @return what became of it; with findings nothing was changed
     * @throws PriceLanguageRefused if it is not in the price language
     */
    public Report put(Meter meter) {
        Report report = store.change(editor -> apply(new PriceBook(List.of(meter), List.of()), editor));
        announcer.meters();
        return report;
    }

    /**
     * Publishes a version of a plan.
     *
     * @return what became of it; with findings nothing was changed
     */
    public Report publish(Plan plan) {
        return store.change(editor -> apply(new PriceBook(List.of(), List.of(plan)), editor));
    }

    /** The language in which meters and plans are written. */
    public PriceLanguage language() {
        return language;
    }

    /** A meter of a published plan, from memory: it has one definition for ever. */
    Optional<Meter> meter(String key) {
        CatalogView known = view.get();
        Optional<Meter> meter = known == null ? Optional.empty() : known.meter(key);
        return meter.isPresent() ? meter : view().meter(key);
    }

    /** The meters as the price language says them. */
    public Map<String, Meter> meters() {
        return view().meters();
    }
}
