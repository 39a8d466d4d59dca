package io.tallystick.launcher;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Checks this machine and the running stack. Exit code 1 if there is a problem.")
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Prints the answer as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<Check> checks = new Doctor(Home.fromSystemProperties()).examine();
        boolean healthy = checks.stream().noneMatch(check -> check.level() == Check.Level.PROBLEM);
        if (json) {
            System.out.println(Json.pretty(Map.of(
                    "healthy",
                    healthy,
                    "checks",
                    checks.stream().map(Check::json).toList())));
        } else {
            checks.forEach(System.out::println);
            System.out.println(healthy ? "No problem found." : "There are problems, see above.");
        }
        return healthy ? 0 : 1;
    }
}
