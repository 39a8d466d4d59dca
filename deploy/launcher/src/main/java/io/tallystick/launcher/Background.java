package io.tallystick.launcher;

import io.tallystick.embedded.ChildProcess;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts a supervisor that outlives this process. */
record Background(Home home, Ports ports) {
    /**
     * Starts it, shows what it says, and returns when the stack is ready.
     *
     * @throws Refusal with the words of the supervisor if it gave up
     */
    StackState start(PrintStream progress) {
        new RunningStack(home).refuseIfThere();
        ChildProcess supervisor =
                ChildProcess.start(new ChildProcess.Start(command(), Map.of(), Path.of("/"), home.log("supervisor")));
        int shown = 0;
        while (true) {
            boolean alive = supervisor.isAlive();
            Optional<StackState> state =
                    new StateFile(home.stateFile()).read().filter(one -> one.supervisor() == supervisor.pid());
            shown = show(supervisor.output(), shown, progress);
            if (state.isPresent() && state.get().phase() == StackState.Phase.READY) {
                return state.get();
            }
            if (!alive) {
                throw new Refusal(
                        state.flatMap(StackState::failure).orElse("start_failed"),
                        state.flatMap(StackState::message)
                                .orElse("The stack did not start, see " + home.log("supervisor") + "."));
            }
            Pause.millis(50);
        }
    }

    private static int show(String output, int shown, PrintStream progress) {
        int end = output.lastIndexOf('\n') + 1;
        if (end > shown) {
            progress.print(output.substring(shown, end));
        }
        return end;
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Xmx64m");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "supervise"));
        command.addAll(List.of("--port", Integer.toString(ports.http())));
        command.addAll(List.of("--kafka-port", Integer.toString(ports.kafka())));
        command.addAll(List.of("--postgres-port", Integer.toString(ports.postgresql())));
        return command;
    }
}
