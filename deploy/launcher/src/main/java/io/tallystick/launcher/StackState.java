package io.tallystick.launcher;

import java.time.Instant;
import java.util.Optional;

/**
 * What a supervisor says about its stack, for the other verbs to read.
 *
 * @param phase what it is doing
 * @param message a sentence for people when it failed, or about the last restart
 * @param supervisor process id
 * @param services process id of the services
 * @param ports of the stack
 * @param startedAt when the supervisor began
 */
record StackState(
        Phase phase,
        Optional<String> message,
        long supervisor,
        Optional<Long> services,
        Ports ports,
        Instant startedAt) {

    enum Phase {
        STARTING,
        READY,
        STOPPING,
        STOPPED,
        FAILED
    }

    StackState in(Phase newPhase) {
        return new StackState(newPhase, message, supervisor, services, ports, startedAt);
    }

    StackState saying(String text) {
        return new StackState(phase, Optional.of(text), supervisor, services, ports, startedAt);
    }

    StackState withServices(Optional<Long> pid) {
        return new StackState(phase, message, supervisor, pid, ports, startedAt);
    }

    /** Where the services answer. */
    String url() {
        return "http://127.0.0.1:" + ports.http();
    }
}
