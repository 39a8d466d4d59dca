package io.tallystick.launcher;

import io.tallystick.embedded.KafkaBroker;
import io.tallystick.embedded.PostgresServer;
import io.tallystick.embedded.RecordedProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Processes that an earlier supervisor of this home left running because it was killed. Each is recognised by its noted
 * process id and by its command line.
 */
record Leftovers(Home home) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What is running, each with its process id. Meaningful only while no supervisor runs. */
    List<String> find() {
        List<String> found = new ArrayList<>();
        services()
                .flatMap(RecordedProcess::find)
                .ifPresent(handle -> found.add("services (process " + handle.pid() + ")"));
        KafkaBroker.runningIn(home.kafka()).ifPresent(pid -> found.add("Kafka (process " + pid + ")"));
        PostgresServer.runningIn(home.postgresql()).ifPresent(pid -> found.add("PostgreSQL (process " + pid + ")"));
        return found;
    }

    /** Stops them, the services first. Call it only as the owner of the home's lock. */
    List<String> clear() {
        List<String> found = find();
        services().ifPresent(process -> process.stop("TERM", PATIENCE));
        if (!found.isEmpty()) {
            KafkaBroker.stopOrphan(home.kafka());
            PostgresServer.stopOrphan(home.postgresql());
        }
        return found;
    }

    private Optional<RecordedProcess> services() {
        return new StateFile(home.stateFile())
                .read()
                .flatMap(StackState::services)
                .map(pid -> new RecordedProcess(pid, home.mark()));
    }
}
