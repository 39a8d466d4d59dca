package io.tallystick.launcher;

import java.time.Instant;
import java.util.Optional;

/**
 * What a supervisor says about its stack, for the other verbs to read.
 *
 * @param phase what it is doing
 * @param message a sentence for people when it failed, or about the last restart
 * @param failure the stable code of why it failed
 * @param supervisor process id
 * @param services process id of the services
 * @param ports of the stack
 * @param startedAt when the supervisor began
 */
record StackState(
        Phase phase,
        Optional<String> message,
        Optional<String> failure,
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
        return new StackState(newPhase, message, failure, supervisor, services, ports, startedAt);
    }

    StackState saying(String text) {
        return new StackState(phase, Optional.of(text), failure, supervisor, services, ports, startedAt);
    }

    StackState failed(String code, String text) {
        return new StackState(
                Phase.FAILED, Optional.of(text), Optional.of(code), supervisor, services, ports, startedAt);
    }

    StackState withServices(Optional<Long> pid) {
        return new StackState(phase, message, failure, supervisor, pid, ports, startedAt);
    }

    /** Where the services answer. */
    String url() {
        return "http://127.0.0.1:" + ports.http();
    }
}
