package io.tallystick.rating.app;

import io.tallystick.rating.app.CatalogStore.StoredCatalog;
import io.tallystick.rating.app.CatalogStore.StoredMeter;
import io.tallystick.rating.app.CatalogStore.StoredPlan;
import io.tallystick.rating.catalog.PlanVersion;
import io.tallystick.rating.model.Catalogue;
import io.tallystick.rating.model.PlanRef;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.usage.MeterRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The catalogue as of one version, read and indexed; immutable. */
public final class CatalogView implements Catalogue {
    private final long version;
    private final Map<String, Meter> meters = new LinkedHashMap<>();
    private final Map<String, TreeMap<Integer, PublishedPlan>> plans = new TreeMap<>();
    private final MeterRules rules;
    private final MeterRules rulesOfAll;

    /**
     * A version of a plan, parsed.
     *
     * @param stored as it is kept
     * @param plan as it is computed with
     */
    public record PublishedPlan(StoredPlan stored, PlanVersion plan) {
        /** Whether new subscriptions may name it. */
        public boolean isSold() {
            return !stored.state().equals(StoredPlan.ARCHIVED);
        }
    }

    CatalogView(StoredCatalog stored, PriceLanguage language) {
        this.version = stored.version();
        for (StoredMeter meter : stored.meters()) {
            meters.put(meter.key(), language.readMeter(meter.definition()));
        }
        for (StoredPlan plan : stored.plans()) {
            plans.computeIfAbsent(plan.key(), _ -> new TreeMap<>())
                    .put(
                            plan.version(),
                            new PublishedPlan(
                                    plan, new PlanVersion(language.readPlan(plan.definition()), plan.version())));
        }
        this.rules = new MeterRules(meters.values());
        this.rulesOfAll = new MeterRules(
                meters.values().stream().map(meter -> meter.archived(false)).toList());
    }

    /** The version of the catalogue. */
    public long version() {
        return version;
    }

    /** What events must be. */
    public MeterRules rules() {
        return rules;
    }

    /** The same as if no meter was archived: for events that were accepted before one was. */
    MeterRules rulesOfAll() {
        return rulesOfAll;
    }

    /** All meters by key. */
    public Map<String, Meter> meters() {
        return Map.copyOf(meters);
    }

    @Override
    public Optional<PlanVersion> plan(PlanRef ref) {
        return plan(ref.key(), ref.version()).map(PublishedPlan::plan);
    }

    @Override
    public Optional<Meter> meter(String key) {
        return Optional.ofNullable(meters.get(key));
    }

    /** The keys of all plans, sorted. */
    public List<String> planKeys() {
        return List.copyOf(plans.keySet());
    }

    /** The versions of a plan, the newest last; none if there is no such plan. */
    public List<PublishedPlan> versions(String key) {
        TreeMap<Integer, PublishedPlan> versions = plans.get(key);
        return versions == null ? List.of() : List.copyOf(versions.values());
    }

    /** The newest version of a plan that is on sale. */
    public Optional<PublishedPlan> newest(String key) {
        return versions(key).reversed().stream().filter(PublishedPlan::isSold).findFirst();
    }

    /** A version of a plan, on sale or archived. */
    Optional<PublishedPlan> published(PlanRef ref) {
        return plan(ref.key(), ref.version());
    }

    /** A version of a plan. */
    public Optional<PublishedPlan> plan(String key, int planVersion) {
        return Optional.ofNullable(plans.get(key)).map(versions -> versions.get(planVersion));
    }
}
