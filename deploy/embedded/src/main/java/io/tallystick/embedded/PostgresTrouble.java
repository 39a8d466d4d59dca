package io.tallystick.embedded;

/** Turns the last words of a PostgreSQL that did not start into a sentence with cause and remedy. */
final class PostgresTrouble {
    private PostgresTrouble() {}

    static EmbeddedException explain(String output, PostgresOptions options, int port) {
        if (output.contains("could not bind IPv4 address")) {
            return new EmbeddedException(
                    "port_in_use",
                    "Port " + port + " is in use by another program: stop it or choose another port for PostgreSQL.");
        }
        if (output.contains("No space left on device")) {
            return new EmbeddedException(
                    "disk_full", "The disk that holds " + options.folder() + " is full: free some space.");
        }
        return new EmbeddedException(
                "start_failed", "PostgreSQL did not start, see " + options.log() + ": " + lastLines(output));
    }

    private static String lastLines(String output) {
        String[] lines = output.strip().split("\n");
        int from = Math.max(0, lines.length - 5);
        return String.join(" | ", java.util.Arrays.asList(lines).subList(from, lines.length));
    }
}
