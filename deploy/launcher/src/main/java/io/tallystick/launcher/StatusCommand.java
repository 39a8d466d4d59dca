package io.tallystick.launcher;

import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Says what runs, where, and how it is. Exit code 0 when ready, 3 when not running, 1 in between.")
final class StatusCommand implements Callable<Integer> {
    private static final int NOT_RUNNING = 3;

    @Option(names = "--json", description = "Prints the answer as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Home home = Home.fromSystemProperties();
        StackReport report = StackReport.of(home);
        if (json) {
            System.out.println(Json.pretty(report.json()));
        } else {
            System.out.println(report.headline(InstantSource.system().instant()));
            report.processes().forEach(System.out::println);
            report.state().flatMap(StackState::message).ifPresent(message -> System.out.println("  " + message));
        }
        if (report.state().isEmpty()) {
            return NOT_RUNNING;
        }
        return report.ready() ? 0 : 1;
    }
}
