package io.tallystick.bench.micro;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** {@code ./tally bench micro}: every step, or those whose name has a word; the arguments are those of JMH. */
public final class Main {
    private Main() {}

    /** Runs them in JVMs of their own, prints a table, and writes JSON to {@code jmh-result.json} if {@code -rf json} asks for it. */
    public static void main(String[] arguments) throws CommandLineOptionException, RunnerException {
        new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(arguments))
                        .shouldFailOnError(true)
                        .jvmArgsPrepend("-XX:+UseSerialGC", "-Xmx512m")
                        .build())
                .run();
    }
}
