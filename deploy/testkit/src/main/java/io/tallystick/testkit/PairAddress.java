package io.tallystick.testkit;

/** Where a running pair is, in terms that cross class loaders. */
record PairAddress(String bootstrapServers, String postgresHost, int postgresPort, String postgresPassword) {
    private static final String PREFIX = "tally.pair.address.";

    /** Notes it for everyone in this JVM. */
    void publish() {
        System.setProperty(PREFIX + "postgres-host", postgresHost);
        System.setProperty(PREFIX + "postgres-port", Integer.toString(postgresPort));
        System.setProperty(PREFIX + "postgres-password", postgresPassword);
        System.setProperty(PREFIX + "bootstrap-servers", bootstrapServers);
    }

    static boolean isPublished() {
        return System.getProperty(PREFIX + "bootstrap-servers") != null;
    }

    static PairAddress published() {
        return new PairAddress(
                System.getProperty(PREFIX + "bootstrap-servers"),
                System.getProperty(PREFIX + "postgres-host"),
                Integer.parseInt(System.getProperty(PREFIX + "postgres-port")),
                System.getProperty(PREFIX + "postgres-password"));
    }
}
