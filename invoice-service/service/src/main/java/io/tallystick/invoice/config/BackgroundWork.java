package io.tallystick.invoice.config;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tallystick.invoice.app.CloseRunner;
import io.tallystick.invoice.app.Relay;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** The threads that move closes and empty the outbox. They hold no state: what is to be done stands in the database. */
@ApplicationScoped
class BackgroundWork {
    private static final Logger LOG = Logger.getLogger(BackgroundWork.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final Duration WAITING = Duration.ofMillis(250);
    private static final Duration REFUSED = Duration.ofSeconds(2);
    private static final Duration RELAY_IDLE = Duration.ofMillis(500);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final CloseRunner runner;
    private final Relay relay;
    private final Signals signals;
    private final int workers;
    private final List<Thread> threads = new ArrayList<>();

    private volatile boolean stopping;
    private volatile String lastRefusal = "";

    BackgroundWork(CloseRunner runner, Relay relay, Signals signals, InvoiceSettings settings) {
        this.runner = runner;
        this.relay = relay;
        this.signals = signals;
        this.workers = settings.close().workers();
    }

    /** Late, so that the first operator key is there before keys are told. */
    void start(@Observes @Priority(5_000) StartupEvent event) {
        threads.add(Thread.ofPlatform().name("invoice-relay").daemon().start(this::relay));
        for (int i = 1; i <= workers; i++) {
            threads.add(Thread.ofPlatform().name("invoice-close-" + i).daemon().start(this::closes));
        }
    }

    /** The step at hand is finished, the next is not begun: whoever starts next goes on there. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        signals.wakeRelay();
        for (Thread thread : threads) {
            signals.wakeCloses();
            thread.join(STOP_PATIENCE);
        }
    }

    private void closes() {
        while (!stopping) {
            try {
                Duration pause = switch (runner.step()) {
                    case CloseRunner.Step.Moved _ -> Duration.ZERO;
                    case CloseRunner.Step.Idle _ -> IDLE;
                    case CloseRunner.Step.Waiting _ -> WAITING;
                    case CloseRunner.Step.Refused refused -> refused(refused);
                };
                if (pause.isPositive()) {
                    signals.awaitCloses(pause);
                }
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException failed) {
                afterFailure("The step of a close failed and is taken again", failed);
            }
        }
    }

    private Duration refused(CloseRunner.Step.Refused refused) {
        String refusal = refused.toString();
        if (!refusal.equals(lastRefusal)) {
            lastRefusal = refusal;
            LOG.errorf("Close %s does not go on: %s", refused.closeId(), refused.differences());
        }
        return REFUSED;
    }

    private void relay() {
        boolean started = false;
        while (!stopping) {
            try {
                if (!started) {
                    relay.start();
                    started = true;
                }
                if (!relay.relay()) {
                    signals.awaitRelay(RELAY_IDLE);
                }
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException failed) {
                afterFailure("What was committed could not be told and is told again", failed);
            }
        }
    }

    private void afterFailure(String what, RuntimeException failed) {
        if (stopping) {
            return;
        }
        LOG.errorf(failed, "%s", what);
        try {
            Thread.sleep(AFTER_FAILURE);
        } catch (InterruptedException stopped) {
            stopping = true;
            Thread.currentThread().interrupt();
        }
    }
}
