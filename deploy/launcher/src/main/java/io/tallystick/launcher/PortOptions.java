package io.tallystick.launcher;

import picocli.CommandLine.Option;

/** The ports that a stack is asked to use. */
final class PortOptions {
    @Option(
            names = "--port",
            paramLabel = "<port>",
            defaultValue = "${env:TALLY_PORT:-8080}",
            description = "Port of the services, ${DEFAULT-VALUE} unless given here or by TALLY_PORT.")
    private int http;

    @Option(
            names = "--kafka-port",
            paramLabel = "<port>",
            defaultValue = "${env:TALLY_KAFKA_PORT:-19092}",
            description = "Port of Kafka, ${DEFAULT-VALUE} unless given here or by TALLY_KAFKA_PORT.")
    private int kafka;

    @Option(
            names = "--postgres-port",
            paramLabel = "<port>",
            defaultValue = "${env:TALLY_POSTGRES_PORT:-15432}",
            description = "Port of PostgreSQL, ${DEFAULT-VALUE} unless given here or by TALLY_POSTGRES_PORT.")
    private int postgresql;

    Ports ports() {
        check("--port", http);
        check("--kafka-port", kafka);
        check("--postgres-port", postgresql);
        return new Ports(http, kafka, postgresql);
    }

    private static void check(String option, int port) {
        if (port < 1 || port > 65_535) {
            throw new Refusal("invalid_port", option + " must be 1 to 65535, not " + port + ".");
        }
    }
}
