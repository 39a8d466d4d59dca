package io.tallystick.invoice.config;

import io.tallystick.invoice.app.AccessKeyStore;
import io.tallystick.invoice.app.AccessKeys;
import io.tallystick.invoice.app.BillingFeed;
import io.tallystick.invoice.app.BillingRules;
import io.tallystick.invoice.app.CloseReview;
import io.tallystick.invoice.app.CloseReviews;
import io.tallystick.invoice.app.CloseRunner;
import io.tallystick.invoice.app.CloseStore;
import io.tallystick.invoice.app.Closes;
import io.tallystick.invoice.app.Collector;
import io.tallystick.invoice.app.CustomerStore;
import io.tallystick.invoice.app.Customers;
import io.tallystick.invoice.app.InvoicePolicy;
import io.tallystick.invoice.app.LineStore;
import io.tallystick.invoice.app.Outbox;
import io.tallystick.invoice.app.Relay;
import io.tallystick.invoice.app.SpendQuery;
import io.tallystick.invoice.app.SpendStore;
import io.tallystick.invoice.app.TaxProvider;
import io.tallystick.invoice.app.UsageLog;
import io.tallystick.invoice.assembly.InvoiceNumber;
import io.tallystick.invoice.assembly.Party;
import io.tallystick.invoice.review.Anomalies;
import io.tallystick.schemas.id.Uuid7;
import io.tallystick.web.access.Credential;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.Executor;

/** Puts the use cases together; they know nothing of a container. */
@Singleton
class Wiring {

    private static Party seller(InvoiceSettings.Seller seller) {
        return new Party(
                null,
                seller.name(),
                seller.email().orElse(null),
                seller.address().orElse(null),
                seller.taxId().orElse(null),
                null,
                ZoneId.of(seller.zone()).getId());
    }

    @Produces
    @Singleton
    BillingRules billingRules(InvoiceSettings settings, TaxProvider taxes, SigningKey key) {
        return new BillingRules(
                seller(settings.seller()),
                settings.paymentDays(),
                settings.minimumAmounts(),
                settings.creditNoteSeries(),
                taxes,
                key);
    }

    @Produces
    @Singleton
    InvoicePolicy policy(InvoiceSettings settings) {
        String series = new InvoiceNumber(settings.series(), 1, 1).series();
        return new InvoicePolicy(
                series,
                seller(settings.seller()),
                settings.zeroInvoices(),
                Math.max(1, settings.close().batch()),
                settings.close().secondPersonAbove());
    }

    @Produces
    @Singleton
    Collector collector(LineStore store, UsageLog log, InstantSource clock, Signals signals) {
        return new Collector(store, log, clock, signals::wakeCloses);
    }

    @Produces
    @Singleton
    SpendQuery spend(SpendStore store, UsageLog log, InstantSource clock) {
        return new SpendQuery(store, log, clock, Wiring::here);
    }

    /** Where the present request is worked on. */
    private static Executor here() {
        Context context = Vertx.currentContext();
        return context == null ? Runnable::run : task -> context.runOnContext(_ -> task.run());
    }

    @Produces
    @Singleton
    Customers customers(CustomerStore store, InstantSource clock) {
        return new Customers(store, clock);
    }

    @Produces
    @Singleton
    Closes closes(CloseStore store, Uuid7 ids, InvoicePolicy policy, InstantSource clock, Signals signals) {
        return new Closes(store, ids, policy, clock, signals::wakeCloses);
    }

    @Produces
    @Singleton
    CloseReview closeReview(
            Closes closes, CloseReviews reviews, InvoicePolicy policy, Anomalies anomalies, InstantSource clock) {
        return new CloseReview(closes, reviews, policy, anomalies, clock);
    }

    @Produces
    @Singleton
    Anomalies anomalies() {
        return new Anomalies(new CommonsMathScores());
    }

    @Produces
    @Singleton
    CloseRunner runner(CloseStore store, UsageLog log, InvoicePolicy policy, Anomalies anomalies, InstantSource clock) {
        return new CloseRunner(store, log, policy, anomalies, clock);
    }

    @Produces
    @Singleton
    Relay relay(Outbox outbox, BillingFeed feed) {
        return new Relay(outbox, feed);
    }

    @Produces
    @Singleton
    AccessKeys accessKeys(AccessKeyStore store, SecureRandom random, InstantSource clock, Signals signals) {
        return new AccessKeys(store, () -> secret(Credential.make(random)), clock, signals::wakeRelay);
    }

    static AccessKeys.Secret secret(Credential credential) {
        return new AccessKeys.Secret(credential.id(), credential.text(), credential.hash());
    }
}
