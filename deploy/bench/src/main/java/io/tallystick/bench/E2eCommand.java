package io.tallystick.bench;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tally bench e2e}. */
@Command(
        name = "e2e",
        description =
                "Events per second from HTTP batches to rated, stored and visible in the spend, with every total verified.",
        mixinStandardHelpOptions = true)
final class E2eCommand extends BenchCommand {
    @Mixin
    private E2eOptions options;

    @Mixin
    private TrafficOptions traffic;

    @Override
    Outcome measure(Path work, Progress progress) {
        progress.say("starting PostgreSQL, Kafka and the services in " + work);
        try (BenchStack stack = BenchStack.start(work, traffic.partitions)) {
            return new E2eBench(options, new Run(stack, traffic, progress)).run(work);
        }
    }
}
