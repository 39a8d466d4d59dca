package io.tallystick.rating.config;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tallystick.rating.app.Reconciliation;
import io.tallystick.rating.app.ReconciliationStore.ToVerify;
import io.tallystick.rating.verify.VerificationReport;
import io.tallystick.rating.verify.VerificationScope;
import io.tallystick.rating.verify.Verifications;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Computes the lines of a close again if it asked for that; until then its barrier is answered with a difference. What was under way
 * when the process ended is begun again.
 */
@Singleton
class VerifiedCloses {
    private static final Logger LOG = Logger.getLogger(VerifiedCloses.class);

    private final Reconciliation reconciliation;
    private final Verifications verifications;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("rating-verified-closes").daemon(true).factory());
    private String closeId;
    private String runId;

    VerifiedCloses(Reconciliation reconciliation, Verifications verifications) {
        this.reconciliation = reconciliation;
        this.verifications = verifications;
    }

    void start(@Observes StartupEvent event) {
        var _ = looks.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            if (runId == null) {
                reconciliation.toVerify().ifPresent(this::begin);
            } else {
                verifications.find(runId).map(VerificationReport::state).ifPresentOrElse(this::ended, this::forget);
            }
        } catch (RuntimeException trouble) {
            LOG.warnf("The verification of a close is begun again: %s", trouble.getMessage());
            forget();
        }
    }

    private void begin(ToVerify close) {
        if (close.from() == null) {
            reconciliation.verified(close.closeId());
            return;
        }
        VerificationScope scope = new VerificationScope(close.from(), close.to(), Optional.empty(), Optional.empty());
        closeId = close.closeId();
        runId = verifications.begin(scope).map(VerificationReport::id).orElse(null);
    }

    private void ended(String state) {
        if (state.equals("completed")) {
            reconciliation.verified(closeId);
        }
        if (!state.equals("running")) {
            forget();
        }
    }

    private void forget() {
        runId = null;
    }

    void stop(@Observes ShutdownEvent event) {
        looks.shutdownNow();
    }
}
