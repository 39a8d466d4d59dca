package io.tallystick.bench.e2e;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What a run is to do. */
final class E2eOptions {
    @Option(
            names = "--seconds",
            defaultValue = "30",
            description = "how long to send at full speed (default ${DEFAULT-VALUE})")
    int seconds;

    @Option(names = "--events", defaultValue = "0", description = "send so many events instead of for a time")
    long events;

    @Option(
            names = "--customers",
            defaultValue = "1000",
            description = "customers that share the events (default ${DEFAULT-VALUE})")
    int customers;

    @Option(
            names = "--seed",
            defaultValue = "20261101",
            description = "the traffic is a function of it (default ${DEFAULT-VALUE})")
    long seed;

    @Option(names = "--batch", defaultValue = "1000", description = "events of a request (default ${DEFAULT-VALUE})")
    int batch;

    @Option(
            names = "--senders",
            defaultValue = "4",
            description = "requests at the same time (default ${DEFAULT-VALUE})")
    int senders;

    @Option(
            names = "--warm-up",
            defaultValue = "15",
            description = "seconds before the measurement (default ${DEFAULT-VALUE})")
    int warmUp;

    @Option(
            names = "--spend-events",
            defaultValue = "1000000",
            description = "events of one customer until its spend query is measured again; 0 leaves it out")
    long spendEvents;

    @Option(
            names = "--partitions",
            defaultValue = "12",
            description = "partitions of usage.events (default ${DEFAULT-VALUE})")
    int partitions;

    @Option(names = "--json", description = "print the result as JSON")
    boolean json;

    @Option(names = "--folder", description = "where to work (default: a temporary folder, which is deleted)")
    Path folder;

    @Option(names = "--keep", description = "keep the folder, with logs and data")
    boolean keep;
}
