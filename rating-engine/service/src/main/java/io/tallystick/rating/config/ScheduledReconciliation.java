package io.tallystick.rating.config;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tallystick.rating.app.Reconciliation;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Does the checks of the reconciliation from time to time: the cheap ones often, those that read everything once in a while. */
@Singleton
class ScheduledReconciliation {
    private static final Logger LOG = Logger.getLogger(ScheduledReconciliation.class);

    private final Reconciliation reconciliation;
    private final RatingSettings.Reconciling settings;
    private final ScheduledExecutorService checks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("rating-reconciliation").daemon(true).factory());

    ScheduledReconciliation(Reconciliation reconciliation, RatingSettings settings) {
        this.reconciliation = reconciliation;
        this.settings = settings.reconciliation();
    }

    void start(@Observes StartupEvent event) {
        every(settings.light(), "the cheap checks", reconciliation::light);
        every(settings.deep(), "the deep checks", () -> {
            reconciliation.countLines();
            reconciliation.deep();
        });
    }

    private void every(Duration time, String what, Runnable work) {
        if (time.isPositive()) {
            var _ = checks.scheduleWithFixedDelay(
                    () -> quietly(what, work), time.toMillis(), time.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static void quietly(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException trouble) {
            LOG.warnf("The reconciliation could not do %s and tries again later: %s", what, trouble.getMessage());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        checks.shutdownNow();
    }
}
