package io.tallystick.launcher;

import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.demo.DemoCalls;
import io.tallystick.launcher.demo.DemoRun;
import io.tallystick.launcher.view.Screen;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Plays a month: 25 customers, 70,000 events with repeats, conflicts and malformed ones, live spend, one"
                        + " line explained, the month closed, and every invoice checked against a second, naive computation. The stack"
                        + " stays up. Running it again bills nothing twice. Exit code 1 if a figure is wrong.")
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Prints the result as JSON; the story goes to standard error.")
    private boolean json;

    @Mixin
    private PortOptions ports;

    @Override
    public Integer call() throws IOException {
        InstantSource clock = InstantSource.system();
        Instant begun = clock.instant();
        Home home = Home.fromSystemProperties();
        PrintStream out = json ? System.err : System.out;
        Screen screen = new Screen(out, Screen.isWatched(), clock);
        screen.line("Tallystick demo: October 2026 of a company that hosts MCP servers, 25 customers on four tiers");
        screen.gap();
        StackState stack = up(home, screen, out);
        try (TallyClient client = new ServicesOption().connect(home)) {
            Path folder = home.folder().resolve("demo");
            String key = Files.readString(home.operatorKey()).strip();
            DemoCalls calls = new DemoCalls(client, screen, clock, key, folder);
            DemoRun.Result result = new DemoRun(client, screen, clock, folder, calls).run();
            Duration time = Duration.between(begun, clock.instant());
            goOn(stack, home, result, time, screen);
            if (json) {
                System.out.println(Json.pretty(result.json()));
            }
            return result.right() ? 0 : 1;
        }
    }

    private StackState up(Home home, Screen screen, PrintStream out) {
        Optional<StackState> running = new RunningStack(home).find();
        if (running.isPresent()) {
            screen.line("  ✓ the stack is up already: " + running.get().url());
            return new RunningStack(home).require();
        }
        StackState started = new Background(home, ports.ports()).start(out);
        screen.line("  ✓ the stack is up: " + started.url());
        return started;
    }

    private static void goOn(StackState stack, Home home, DemoRun.Result result, Duration time, Screen screen) {
        screen.gap();
        screen.line("Done in " + time.toSeconds() + " s. The stack stays up. Go on with");
        screen.line("  " + stack.url() + "/    closes, invoices and customers; sign in with the key in "
                + home.operatorKey());
        screen.line("  ./tally spend harbour-analytics");
        screen.line("  ./tally explain " + result.explained());
        screen.line("  ./tally down            stops everything and keeps the data; down --wipe deletes them");
    }
}
