package io.tallystick.rating.simulation;

import io.tallystick.rating.app.Commands.CommandKey;
import io.tallystick.rating.app.Correction;
import io.tallystick.rating.app.CorrectionStore;
import io.tallystick.rating.app.Identity;
import io.tallystick.rating.app.Parked;
import io.tallystick.testkit.simulation.Fate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Corrections in memory. */
final class MemoryCorrections implements CorrectionStore {
    private final Fate fate;
    private final Map<String, Correction> rows = new LinkedHashMap<>();

    MemoryCorrections(Fate fate) {
        this.fate = fate;
    }

    Collection<Correction> all() {
        return rows.values();
    }

    /** The same with what became of it. */
    static Correction with(Correction made, Optional<String> outcome) {
        return new Correction(
                made.id(),
                made.kind(),
                made.event(),
                made.reason(),
                made.author(),
                made.requestedAt(),
                made.replacement(),
                made.announced(),
                made.appliedOffset(),
                outcome);
    }

    @Override
    public boolean add(Correction correction, Optional<CommandKey> key) {
        return rows.putIfAbsent(correction.id(), correction) == null;
    }

    @Override
    public Optional<Correction> correction(String id) {
        return Optional.ofNullable(rows.get(id));
    }

    @Override
    public List<Correction> unannounced(int limit) {
        fate.step("unannounced corrections");
        return rows.values().stream()
                .filter(row -> !row.announced())
                .limit(limit)
                .toList();
    }

    @Override
    public void announced(String id) {
        fate.step("announced correction");
        rows.computeIfPresent(
                id,
                (_, made) -> new Correction(
                        id,
                        made.kind(),
                        made.event(),
                        made.reason(),
                        made.author(),
                        made.requestedAt(),
                        made.replacement(),
                        true,
                        made.appliedOffset(),
                        made.outcome()));
    }

    @Override
    public Optional<Commanded> commanded(CommandKey key) {
        return Optional.empty();
    }

    @Override
    public List<Correction> corrections(Optional<String> customerId, String before, int limit) {
        throw notAsked();
    }

    @Override
    public List<Correction> correctionsOf(Identity event) {
        throw notAsked();
    }

    @Override
    public List<Parked> parked(String after, int limit) {
        throw notAsked();
    }

    @Override
    public Optional<Parked> parked(String subscriptionId) {
        throw notAsked();
    }

    @Override
    public long parkedSubscriptions() {
        throw notAsked();
    }

    private static UnsupportedOperationException notAsked() {
        return new UnsupportedOperationException("nobody looks at corrections here");
    }
}
