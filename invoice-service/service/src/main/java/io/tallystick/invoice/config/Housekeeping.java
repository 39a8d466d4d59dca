package io.tallystick.invoice.config;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tallystick.invoice.app.CreditDesk;
import io.tallystick.invoice.app.Receivables;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** What happens by time alone: invoices become overdue, credits expire, top-ups are asked for. Any number of processes may do it. */
@ApplicationScoped
class Housekeeping {
    private static final Logger LOG = Logger.getLogger(Housekeeping.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final Receivables receivables;
    private final CreditDesk credits;
    private final Duration pause;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private Thread thread;

    Housekeeping(Receivables receivables, CreditDesk credits, InvoiceSettings settings) {
        this.receivables = receivables;
        this.credits = credits;
        this.pause = settings.housekeeping();
    }

    void start(@Observes @Priority(5_000) StartupEvent event) {
        thread = Thread.ofPlatform().name("invoice-housekeeping").daemon().start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping.countDown();
        thread.join(STOP_PATIENCE);
    }

    private void run() {
        try {
            while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                round();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        try {
            int overdue = receivables.tellOverdue();
            int expired = credits.expire();
            int asked = credits.requestTopUps();
            if (overdue + expired + asked > 0) {
                LOG.infof(
                        "%d invoices became overdue, %d credits expired, %d top-ups were asked for",
                        overdue, expired, asked);
            }
        } catch (RuntimeException failed) {
            LOG.errorf(failed, "Housekeeping failed and is tried again in %s", pause);
        }
    }
}
