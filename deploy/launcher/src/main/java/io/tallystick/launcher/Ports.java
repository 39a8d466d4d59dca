package io.tallystick.launcher;

import io.tallystick.embedded.FreePorts;

/**
 * The ports of a stack, all on the loopback interface.
 *
 * @param http of the services
 * @param kafka of the broker
 * @param postgresql of the database
 */
record Ports(int http, int kafka, int postgresql) {
    /** Below the range from which systems take ports for outgoing connections, and not the usual ones of Kafka and PostgreSQL. */
    static final Ports DEFAULT = new Ports(8080, 19092, 15432);

    void checkFree() {
        checkFree(http, "the services", "--port");
        checkFree(kafka, "Kafka", "--kafka-port");
        checkFree(postgresql, "PostgreSQL", "--postgres-port");
    }

    private static void checkFree(int port, String user, String option) {
        if (!FreePorts.isFree(port)) {
            throw new Refusal(
                    "port_in_use",
                    "Port " + port + " for " + user
                            + " is in use by another program: stop that one, or choose another port" + " with " + option
                            + ".");
        }
    }
}
