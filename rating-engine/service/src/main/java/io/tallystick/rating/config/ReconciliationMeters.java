package io.tallystick.rating.config;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tallystick.rating.app.ReconciliationCheck;
import io.tallystick.rating.app.ReconciliationMonitor;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** {@code tally_rating_reconciliation_…}: the difference of each check, which must be 0, and when it was checked last. */
@Singleton
class ReconciliationMeters implements ReconciliationMonitor {
    private static final Logger LOG = Logger.getLogger(ReconciliationMeters.class);

    private final MeterRegistry registry;
    private final Map<String, State> states = new ConcurrentHashMap<>();
    private final List<Gauge> gauges = new ArrayList<>();

    private record State(long difference, long checkedAt) {
        static final State UNKNOWN = new State(0, 0);
    }

    ReconciliationMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void checked(List<ReconciliationCheck> checks) {
        checks.stream()
                .collect(Collectors.groupingBy(ReconciliationCheck::name))
                .forEach((name, parts) -> state(name, parts));
    }

    private void state(String name, List<ReconciliationCheck> parts) {
        long difference =
                parts.stream().mapToLong(ReconciliationCheck::difference).sum();
        long checkedAt = parts.stream()
                .map(part -> part.checkedAt().orElse(Instant.EPOCH))
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH)
                .getEpochSecond();
        State before = states.put(name, new State(difference, checkedAt));
        if (before == null) {
            register(name);
        }
        if (difference != 0 && (before == null || before.difference() != difference)) {
            LOG.errorf(
                    "The reconciliation %s differs by %d; GET /v1/usage/reconciliation says where, and no close goes on",
                    name, difference);
        }
    }

    private synchronized void register(String name) {
        gauges.add(Gauge.builder("tally.rating.reconciliation.difference", states, all ->
                        (double) all.getOrDefault(name, State.UNKNOWN).difference())
                .description("How far two figures that must be the same are apart; must be 0")
                .tag("check", name)
                .register(registry));
        gauges.add(Gauge.builder("tally.rating.reconciliation.checked.seconds", states, all ->
                        (double) all.getOrDefault(name, State.UNKNOWN).checkedAt())
                .description("When they were compared last, in seconds since 1970; 0 for never")
                .tag("check", name)
                .register(registry));
    }

    /** The registry outlives the application where one is started after another, and keeps the first gauge of a name. */
    @PreDestroy
    synchronized void forget() {
        gauges.forEach(registry::remove);
    }
}
