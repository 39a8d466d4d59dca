package io.tallystick.bench;

import picocli.CommandLine.Option;

/** Which events, and whose. */
final class TrafficOptions {
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
            names = "--partitions",
            defaultValue = "12",
            description = "partitions of usage.events (default ${DEFAULT-VALUE})")
    int partitions;

    @Option(
            names = "--skew",
            defaultValue = "uniform",
            description = "how the customers share the events: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE})")
    Share skew;

    /** How events are shared among customers. */
    enum Share {
        uniform,
        zipf
    }

    Skew skew() {
        return switch (skew) {
            case uniform -> Skew.uniform(customers);
            case zipf -> Skew.zipf(customers);
        };
    }

    String described() {
        return customers + " customers (" + skew + "), batches of " + batch + ", " + senders + " senders, " + partitions
                + " partitions, seed " + seed;
    }
}
