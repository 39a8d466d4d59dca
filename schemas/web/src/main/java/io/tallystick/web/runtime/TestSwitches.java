package io.tallystick.web.runtime;

import io.quarkus.runtime.StartupEvent;
import io.tallystick.schemas.crash.CrashPoint;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * Says at the start that a process was started for a fault test, so that nobody wonders why it ends or why its clock is wrong. A name
 * that no crash point has stops the start.
 */
@ApplicationScoped
class TestSwitches {
    private static final Logger LOG = Logger.getLogger(TestSwitches.class);

    void warn(@Observes @Priority(1) StartupEvent event) {
        CrashPoint.asked()
                .ifPresent(asked -> LOG.warnf(
                        "This process will end itself at %s, because %s is set. That is for tests: remove it in production",
                        asked, CrashPoint.PROPERTY));
        if (System.getProperty(SteppedClock.PROPERTY) != null) {
            LOG.warnf(
                    "The clock of this process is wrong by what stands in %s, because %s is set. That is for tests: remove it in"
                            + " production",
                    System.getProperty(SteppedClock.PROPERTY), SteppedClock.PROPERTY);
        }
    }
}
