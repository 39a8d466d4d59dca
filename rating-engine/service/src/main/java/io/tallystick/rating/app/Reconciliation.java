package io.tallystick.rating.app;

import io.tallystick.schemas.control.ControlRecord.LinesCountRequested;
import io.tallystick.schemas.time.Micros;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what was received, accepted, rated and collected, all the way. A difference that is known when a partition answers the
 * barrier of a close stands in its answer, and the close does not go on.
 */
public final class Reconciliation {
    private final ReconciliationStore store;
    private final ReconciliationMonitor monitor;
    private final ControlLog log;
    private final InstantSource clock;

    /** Over what {@code store} reads. */
    public Reconciliation(
            ReconciliationStore store, ReconciliationMonitor monitor, ControlLog log, InstantSource clock) {
        this.store = store;
        this.monitor = monitor;
        this.log = log;
        this.clock = clock;
    }

    /** The light checks as of now, and the deep ones as they were found last. */
    public List<ReconciliationCheck> known() {
        return together(light(), store.kept());
    }

    /** The light checks as of now. */
    public List<ReconciliationCheck> light() {
        List<ReconciliationCheck> light = store.light(now());
        monitor.checked(light);
        return light;
    }

    /** All checks as of now; what the deep ones find is kept. */
    public List<ReconciliationCheck> deep() {
        List<ReconciliationCheck> deep = store.deep(now());
        store.keep(deep);
        monitor.checked(deep);
        return together(light(), deep);
    }

    /** Has every partition count its lines that no close holds; they are compared with what is collected of them. */
    public void countLines() {
        log.appendToAll(new LinesCountRequested(now()));
    }

    private static List<ReconciliationCheck> together(List<ReconciliationCheck> light, List<ReconciliationCheck> deep) {
        List<ReconciliationCheck> all = new ArrayList<>(light);
        all.addAll(deep);
        return all;
    }

    private Instant now() {
        return Micros.truncate(clock.instant());
    }
}
