package io.tallystick.launcher;

import java.nio.file.Files;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts PostgreSQL, Kafka and the services, and stops them at Ctrl-C. The data stay.")
final class UpCommand implements Callable<Integer> {
    @Option(
            names = {"-d", "--detach"},
            description = "Returns when the stack is ready and leaves it running; ./tally down stops it.")
    private boolean detach;

    @Option(names = "--json", description = "With -d: prints the state of the stack as JSON.")
    private boolean json;

    @Mixin
    private PortOptions ports;

    @Override
    public Integer call() {
        Home home = Home.fromSystemProperties();
        Greeting greeting = new Greeting(home, !Files.exists(home.operatorKey()));
        if (!detach) {
            new Supervisor(home, ports.ports(), InstantSource.system(), System.out, greeting::print).run();
            return 0;
        }
        StackState state = new Background(home, ports.ports()).start(json ? System.err : System.out);
        if (json) {
            System.out.println(Json.pretty(StackReport.of(home).json()));
        } else {
            greeting.print(state);
        }
        return 0;
    }
}
