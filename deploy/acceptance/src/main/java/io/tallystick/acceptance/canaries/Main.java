package io.tallystick.acceptance.canaries;

import io.tallystick.acceptance.canaries.Canary.Catcher;
import io.tallystick.launcher.view.Screen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "./tally canaries",
        mixinStandardHelpOptions = true,
        description = {
            "Plants one deliberate bug after the other into a copy of its class and runs the test that must fail with it. Before, all"
                    + " those tests must pass without a bug.",
            "Exit code 1 if a bug is not caught."
        })
final class Main implements Callable<Integer> {
    @Option(names = "--only", description = "Names of canaries, or parts of them.", split = ",")
    private List<String> only = List.of();

    @Option(names = "--quick", description = "Leaves out those that the fault harness catches, about two minutes each.")
    private boolean quick;

    private final Screen screen = Screen.standard();

    private Main() {}

    /** Runs it. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() {
        Path root = Path.of(System.getProperty("tally.root"));
        Workshop workshop = new Workshop(root, root.resolve("deploy/acceptance/target/canaries"));
        List<Canary> chosen = Canary.all().stream()
                .filter(canary -> only.isEmpty() || only.stream().anyMatch(canary.name()::contains))
                .filter(canary -> !quick || canary.catcher() instanceof Catcher.Test)
                .toList();
        List<String> broken = brokenAlready(workshop, chosen);
        if (!broken.isEmpty()) {
            screen.line("Without any bug these tests must pass, and do not: " + broken);
            return 1;
        }
        screen.line(row("canary", "caught by", "seconds"));
        int missed = 0;
        for (Canary canary : chosen) {
            long begun = System.nanoTime();
            boolean caught = workshop.isCaught(canary, workshop.compile(canary));
            missed += caught ? 0 : 1;
            screen.line(row(
                    canary.name(),
                    (caught ? "" : "NOT CAUGHT by ") + canary.catcher(),
                    Long.toString(Duration.ofNanos(System.nanoTime() - begun).toSeconds())));
        }
        screen.line((missed == 0 ? "✓ " : "WRONG: ") + (chosen.size() - missed) + " of " + chosen.size()
                + " deliberate bugs are caught");
        return missed == 0 ? 0 : 1;
    }

    private List<String> brokenAlready(Workshop workshop, List<Canary> chosen) {
        Map<String, Set<Catcher.Test>> byModule = new LinkedHashMap<>();
        for (Canary canary : chosen) {
            if (canary.catcher() instanceof Catcher.Test test) {
                byModule.computeIfAbsent(test.module(), _ -> new LinkedHashSet<>())
                        .add(test);
            }
        }
        List<String> broken = new ArrayList<>();
        byModule.forEach((module, tests) -> {
            if (!workshop.passes(module, List.copyOf(tests))) {
                broken.add(module);
            }
        });
        return broken;
    }

    private static String row(String canary, String catcher, String seconds) {
        return String.format(Locale.ROOT, "  %-34s %7s  %s", canary, seconds, catcher);
    }
}
