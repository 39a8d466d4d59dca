package io.tallystick.bench;

import picocli.CommandLine.Option;

/** How long a run of {@code e2e} is. */
final class E2eOptions {
    @Option(
            names = "--seconds",
            defaultValue = "30",
            description = "how long to send at full speed (default ${DEFAULT-VALUE})")
    int seconds;

    @Option(names = "--events", defaultValue = "0", description = "send so many events instead of for a time")
    long events;

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
            names = "--freshness",
            defaultValue = "20",
            description =
                    "seconds at 70 %% of the rate, or of --rate, to measure how fresh the spend is; 0 leaves it out")
    int freshness;

    @Option(
            names = "--minutes",
            defaultValue = "0",
            description = "then so many minutes at 95 %% of the rate, or at --rate, with the lag sampled")
    int minutes;

    @Option(
            names = "--rate",
            defaultValue = "0",
            description = "events per second of these minutes, and the whole of which freshness takes 70 %%")
    long rate;
}
