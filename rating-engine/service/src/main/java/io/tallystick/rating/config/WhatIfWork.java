package io.tallystick.rating.config;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tallystick.rating.app.WhatIfs;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Computes what-ifs beside everything else; what is undone at a stop is done again after the next start. */
@Singleton
class WhatIfWork {
    private static final Logger LOG = Logger.getLogger(WhatIfWork.class);

    private final WhatIfs whatIfs;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("rating-what-ifs").daemon(true).factory());

    WhatIfWork(WhatIfs whatIfs) {
        this.whatIfs = whatIfs;
    }

    void start(@Observes StartupEvent event) {
        var _ = worker.scheduleWithFixedDelay(this::work, 1, 1, TimeUnit.SECONDS);
    }

    private void work() {
        try {
            whatIfs.work();
        } catch (RuntimeException trouble) {
            LOG.warnf("A what-if goes on later: %s", trouble.getMessage());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        worker.shutdownNow();
    }
}
