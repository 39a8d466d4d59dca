package io.tallystick.rating.config;

import io.tallystick.rating.app.Announcer;
import io.tallystick.rating.app.BackfillStore;
import io.tallystick.rating.app.Backfills;
import io.tallystick.rating.app.Catalog;
import io.tallystick.rating.app.CatalogStore;
import io.tallystick.rating.app.ControlLog;
import io.tallystick.rating.app.CorrectionStore;
import io.tallystick.rating.app.Corrections;
import io.tallystick.rating.app.EntitlementStore;
import io.tallystick.rating.app.Entitlements;
import io.tallystick.rating.app.EventStories;
import io.tallystick.rating.app.Explanations;
import io.tallystick.rating.app.MigrationEffects;
import io.tallystick.rating.app.MigrationLanguage;
import io.tallystick.rating.app.MigrationStore;
import io.tallystick.rating.app.ParkedSubscriptions;
import io.tallystick.rating.app.PlanDrafts;
import io.tallystick.rating.app.PlanMigrations;
import io.tallystick.rating.app.Preview;
import io.tallystick.rating.app.PriceLanguage;
import io.tallystick.rating.app.RatedLog;
import io.tallystick.rating.app.RatingLimits;
import io.tallystick.rating.app.RatingMonitor;
import io.tallystick.rating.app.RatingPipeline;
import io.tallystick.rating.app.RatingStore;
import io.tallystick.rating.app.Reconciliation;
import io.tallystick.rating.app.ReconciliationMonitor;
import io.tallystick.rating.app.ReconciliationStore;
import io.tallystick.rating.app.ReplayStore;
import io.tallystick.rating.app.Replays;
import io.tallystick.rating.app.SimulationLanguage;
import io.tallystick.rating.app.SubscriptionLanguage;
import io.tallystick.rating.app.SubscriptionStore;
import io.tallystick.rating.app.Subscriptions;
import io.tallystick.rating.app.UsageLog;
import io.tallystick.rating.app.UsageQueries;
import io.tallystick.rating.app.WhatIfStore;
import io.tallystick.rating.app.WhatIfs;
import io.tallystick.rating.config.pricebook.MigrationCodec;
import io.tallystick.rating.config.pricebook.PriceBookCodec;
import io.tallystick.rating.config.pricebook.SimulationCodec;
import io.tallystick.rating.config.pricebook.SubscriptionCodec;
import io.tallystick.rating.verify.VerificationMonitor;
import io.tallystick.rating.verify.VerificationStore;
import io.tallystick.rating.verify.Verifications;
import io.tallystick.schemas.id.Uuid7;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Puts the use cases together from their ports; the use cases themselves know nothing of containers. */
@Singleton
class RatingBeans {
    @Produces
    @Singleton
    PriceLanguage priceLanguage() {
        return new PriceBookCodec();
    }

    @Produces
    @Singleton
    SimulationLanguage simulationLanguage() {
        return new SimulationCodec();
    }

    @Produces
    @Singleton
    SubscriptionLanguage subscriptionLanguage() {
        return new SubscriptionCodec();
    }

    @Produces
    @Singleton
    Announcer announcer(
            CatalogStore catalog,
            SubscriptionStore subscriptions,
            CorrectionStore corrections,
            ReplayStore replays,
            BackfillStore backfills,
            PriceLanguage language,
            ControlLog log,
            RatingMonitor monitor) {
        return new Announcer(catalog, subscriptions, corrections, replays, backfills, language, log, monitor);
    }

    @Produces
    @Singleton
    Catalog catalog(CatalogStore store, PriceLanguage language, Announcer announcer, InstantSource clock) {
        return new Catalog(store, language, announcer, clock);
    }

    @Produces
    @Singleton
    PlanDrafts planDrafts(CatalogStore store, Catalog catalog, InstantSource clock) {
        return new PlanDrafts(store, catalog, clock);
    }

    @Produces
    @Singleton
    Subscriptions subscriptions(
            SubscriptionStore store,
            Catalog catalog,
            SubscriptionLanguage language,
            Announcer announcer,
            ControlLog log,
            InstantSource clock) {
        return new Subscriptions(store, catalog, language, announcer, log, clock);
    }

    @Produces
    @Singleton
    MigrationLanguage migrationLanguage() {
        return new MigrationCodec();
    }

    @Produces
    @Singleton
    PlanMigrations planMigrations(
            MigrationStore store,
            Catalog catalog,
            MigrationLanguage language,
            Announcer announcer,
            UsageQueries queries,
            RatingStore rating,
            InstantSource clock) {
        return new PlanMigrations(store, catalog, language, announcer, new MigrationEffects(queries, rating), clock);
    }

    @Produces
    @Singleton
    Corrections corrections(
            CorrectionStore store,
            RatingStore rating,
            UsageQueries queries,
            Catalog catalog,
            Announcer announcer,
            ControlLog log,
            InstantSource clock) {
        return new Corrections(store, new Preview(rating, catalog, log), queries, catalog, announcer, clock);
    }

    @Produces
    @Singleton
    Entitlements entitlements(EntitlementStore store, Catalog catalog, InstantSource clock) {
        return new Entitlements(store, catalog, clock);
    }

    @Produces
    @Singleton
    Replays replays(ReplayStore store, Announcer announcer, ControlLog log, InstantSource clock) {
        return new Replays(store, announcer, log, clock);
    }

    @Produces
    @Singleton
    WhatIfs whatIfs(WhatIfStore store, Catalog catalog, RatingStore rating, InstantSource clock) {
        return new WhatIfs(store, catalog, rating, clock);
    }

    @Produces
    @Singleton
    Reconciliation reconciliation(
            ReconciliationStore store, ReconciliationMonitor monitor, ControlLog log, InstantSource clock) {
        return new Reconciliation(store, monitor, log, clock);
    }

    @Produces
    @Singleton
    Backfills backfills(
            BackfillStore store,
            RatingStore rating,
            Catalog catalog,
            Announcer announcer,
            ControlLog log,
            InstantSource clock) {
        return new Backfills(store, new Preview(rating, catalog, log), announcer, log, clock);
    }

    @Produces
    @Singleton
    EventStories eventStories(
            UsageQueries queries, CorrectionStore corrections, BackfillStore backfills, Explanations explanations) {
        return new EventStories(queries, corrections, backfills, explanations);
    }

    @Produces
    @Singleton
    ParkedSubscriptions parkedSubscriptions(CorrectionStore store, ControlLog log) {
        return new ParkedSubscriptions(store, log);
    }

    @Produces
    @Singleton
    Explanations explanations(UsageQueries queries, RatingStore store, Catalog catalog, CorrectionStore corrections) {
        return new Explanations(queries, store, catalog, corrections);
    }

    @Produces
    @Singleton
    Verifications verifications(VerificationStore store, VerificationMonitor monitor, InstantSource clock, Uuid7 ids) {
        return new Verifications(store, monitor, clock, () -> ids.next().toString());
    }

    @Produces
    @Singleton
    RatingPipeline pipeline(
            RatingStore store,
            Catalog catalog,
            UsageLog log,
            RatedLog rated,
            RatingMonitor monitor,
            RatingSettings settings) {
        return new RatingPipeline(store, catalog, log, rated, monitor, limits(settings));
    }

    private static RatingLimits limits(RatingSettings settings) {
        return new RatingLimits(
                settings.workers().orElse(Runtime.getRuntime().availableProcessors() + 1),
                settings.unit().records(),
                settings.heldRecords(),
                settings.unit().pause(),
                settings.cache().customers(),
                settings.cache().weight(),
                settings.cache().recentEvents());
    }
}
