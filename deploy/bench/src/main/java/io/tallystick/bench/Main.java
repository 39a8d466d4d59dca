package io.tallystick.bench;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./tally bench}: each verb is one benchmark that starts what it needs, ends by itself and leaves nothing behind. */
@Command(
        name = "tally bench",
        description = "Measures the product on this machine and verifies what it measured.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RefKafkaCommand.class,
            RefPgCommand.class,
            IngestCommand.class,
            DrainCommand.class,
            E2eCommand.class,
            SpendCommand.class,
            CrashCommand.class,
            OverloadCommand.class,
            GrowthCommand.class
        })
public final class Main {
    private Main() {}

    /** Runs the verb of the command line; the exit code is 0 only if every figure was verified. */
    public static void main(String[] arguments) {
        Logger.getLogger("").setLevel(Level.SEVERE);
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
