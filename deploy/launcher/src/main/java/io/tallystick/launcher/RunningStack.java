package io.tallystick.launcher;

import io.tallystick.embedded.RecordedProcess;
import java.time.Duration;
import java.util.Optional;

/** The stack of a home that some other process supervises, if there is one. */
record RunningStack(Home home) {
    private static final Duration STOP_PATIENCE = Duration.ofMinutes(2);

    /** Its state, if its supervisor lives. */
    Optional<StackState> find() {
        return new StateFile(home.stateFile())
                .read()
                .filter(state -> isLive(state.phase()))
                .filter(state -> recorded(state).find().isPresent());
    }

    /**
     * Its state, for a verb that needs the services.
     *
     * @throws Refusal {@code not_running}
     */
    StackState require() {
        return find().filter(state -> state.phase() == StackState.Phase.READY)
                .orElseThrow(() ->
                        new Refusal("not_running", "Tallystick is not running here: start it with ./tally up -d."));
    }

    void refuseIfThere() {
        find().ifPresent(state -> {
            throw alreadyRunning(state.supervisor(), state.url());
        });
    }

    static Refusal alreadyRunning(long process, String url) {
        return new Refusal(
                "already_running",
                "Tallystick is already running (process " + process + ", " + url
                        + "): use it, or stop it with ./tally down.");
    }

    /** Asks the supervisor to stop the stack and waits for it; false if there was none. */
    boolean stop() {
        return find().map(state -> recorded(state).stop("TERM", STOP_PATIENCE)).orElse(false);
    }

    private RecordedProcess recorded(StackState state) {
        return new RecordedProcess(state.supervisor(), home.mark());
    }

    private static boolean isLive(StackState.Phase phase) {
        return switch (phase) {
            case STARTING, READY, STOPPING -> true;
            case STOPPED, FAILED -> false;
        };
    }
}
