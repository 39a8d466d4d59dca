package io.tallystick.rating.app;

import io.tallystick.rating.app.ReconciliationStore.ToVerify;
import io.tallystick.schemas.control.ControlRecord.LinesCountRequested;
import io.tallystick.schemas.time.Micros;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares what was received, accepted, rated and collected, all the way. A difference that is known when a partition answers the
 * barrier of a close stands in its answer, and the close does not go on.
 */
public final class Reconciliation {
    private static final String COMPUTED_AGAIN = "lines_are_what_their_events_come_to";

    /** What is shown as never checked as long as it was not. */
    private static final List<String> DEEP = List.of(
            "rated_events_are_kept",
            "unmatched_events_are_kept",
            "voided_events_are_kept",
            "superseded_events_are_kept",
            "rejections_are_kept",
            "repetitions_are_kept",
            "lines_hold_the_events_of_their_series",
            COMPUTED_AGAIN);

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
        List<ReconciliationCheck> deep = new ArrayList<>(store.kept());
        for (String name : DEEP) {
            if (deep.stream().noneMatch(check -> check.name().equals(name))) {
                deep.add(ReconciliationCheck.never(name));
            }
        }
        return together(light(), deep);
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
        return known();
    }

    /**
     * What a second computation of lines from their events found.
     *
     * @param span of the billing periods, as text
     * @param full whether everybody's lines were computed
     * @param lines how many were compared
     * @param differences how many of them differ
     * @param detail which, or what was computed
     * @param at when it ended
     */
    public record ComputedAgain(String span, boolean full, long lines, long differences, String detail, Instant at) {}

    /**
     * Keeps what a second computation found. A difference stays until everybody's lines of the same time were computed again without
     * one; a sample of others does not settle it.
     */
    public void computedAgain(ComputedAgain found) {
        boolean settles = found.differences() > 0
                || store.kept().stream()
                        .filter(check -> check.name().equals(COMPUTED_AGAIN) && check.difference() != 0)
                        .allMatch(check ->
                                found.full() && check.detail().orElse("").startsWith(found.span() + ": "));
        if (settles) {
            List<ReconciliationCheck> check = List.of(new ReconciliationCheck(
                    COMPUTED_AGAIN,
                    ReconciliationCheck.EVERYWHERE,
                    found.lines(),
                    found.lines() - found.differences(),
                    found.differences(),
                    Optional.of(found.span() + ": " + found.detail()),
                    Optional.of(found.at())));
            store.keep(check);
            monitor.checked(check);
        }
    }

    /** A close that waits until its lines are computed again. */
    public Optional<ToVerify> toVerify() {
        return store.toVerify();
    }

    /** Notes that the lines of a close were computed again; what was found stands among the checks. */
    public void verified(String closeId) {
        store.verified(closeId, now());
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
