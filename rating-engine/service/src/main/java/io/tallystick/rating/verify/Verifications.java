package io.tallystick.rating.verify;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The runs of this process: one at a time, the last ones kept in memory. A run changes nothing, so it is cheap to repeat. */
public final class Verifications implements AutoCloseable {
    private static final int KEPT = 20;

    private final VerificationStore store;
    private final VerificationMonitor monitor;
    private final InstantSource clock;
    private final Supplier<String> ids;
    private final int parallel = Math.max(2, Runtime.getRuntime().availableProcessors());
    private final ExecutorService workers = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("verification-", 0).daemon(true).factory());
    private final Map<String, Verification> runs = new LinkedHashMap<>();

    /** Runs over what {@code store} reads. */
    public Verifications(
            VerificationStore store, VerificationMonitor monitor, InstantSource clock, Supplier<String> ids) {
        this.store = store;
        this.monitor = monitor;
        this.clock = clock;
        this.ids = ids;
    }

    /** Begins a run; empty if one is under way. */
    public synchronized Optional<VerificationReport> begin(VerificationScope scope) {
        if (runs.values().stream().anyMatch(Verification::running)) {
            return Optional.empty();
        }
        Verification run = new Verification(ids.get(), scope, store, clock);
        runs.put(run.id(), run);
        if (runs.size() > KEPT) {
            runs.remove(runs.keySet().iterator().next());
        }
        workers.execute(() -> run.run(workers, parallel, monitor));
        return Optional.of(run.report());
    }

    /** How a run stands. */
    public synchronized Optional<VerificationReport> find(String id) {
        return Optional.ofNullable(runs.get(id)).map(Verification::report);
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
