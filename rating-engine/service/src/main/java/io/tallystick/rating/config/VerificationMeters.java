package io.tallystick.rating.config;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tallystick.rating.app.Reconciliation;
import io.tallystick.rating.app.Reconciliation.ComputedAgain;
import io.tallystick.rating.verify.VerificationMonitor;
import io.tallystick.rating.verify.VerificationReport;
import io.tallystick.rating.verify.VerificationScope;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Tells the metrics what the second computation found. */
@Singleton
class VerificationMeters implements VerificationMonitor {
    private static final Logger LOG = Logger.getLogger(VerificationMeters.class);

    private static final int NAMED = 5;

    private final Reconciliation reconciliation;
    private final AtomicLong differing = new AtomicLong();
    private final Counter compared;
    private final Counter failed;

    VerificationMeters(MeterRegistry registry, Reconciliation reconciliation) {
        this.reconciliation = reconciliation;
        Gauge.builder("tally.rating.verification.differences", differing, AtomicLong::doubleValue)
                .description("Lines of the last verification that differ from the second computation; must be 0")
                .register(registry);
        compared = Counter.builder("tally.rating.verification.lines")
                .description("Lines that were computed a second time")
                .register(registry);
        failed = Counter.builder("tally.rating.verification.failures")
                .description("Verifications that did not come to their end")
                .register(registry);
    }

    @Override
    public void verified(VerificationScope scope, VerificationReport report) {
        differing.set(report.differences());
        compared.increment((double) report.lines());
        if (report.differences() > 0) {
            LOG.errorf(
                    "Of %d lines %d differ from their second computation; the report %s names them",
                    report.lines(), report.differences(), report.id());
        }
        reconciliation.computedAgain(computedAgain(scope, report));
    }

    /** What stands in the reconciliation, and in the way of a close: the first lines that differ are named. */
    private static ComputedAgain computedAgain(VerificationScope scope, VerificationReport report) {
        String named = report.differences() == 0
                ? report.customers() + " customers, " + report.events() + " events"
                : report.found().stream()
                        .limit(NAMED)
                        .map(one -> (one.lineId() == null ? "charge " + one.charge() : "line " + one.lineId())
                                + " of customer " + one.customerId() + ": " + one.field() + " is " + one.stored()
                                + ", computed " + one.computed())
                        .collect(Collectors.joining("; "));
        return new ComputedAgain(
                scope.from() + ".." + scope.to(),
                scope.isFull(),
                report.lines(),
                report.differences(),
                named,
                report.finishedAt());
    }

    @Override
    public void notVerified(RuntimeException trouble) {
        failed.increment();
        LOG.error("A verification did not come to its end; it changes nothing and can be begun again", trouble);
    }
}
