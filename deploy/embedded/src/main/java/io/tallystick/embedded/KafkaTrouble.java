package io.tallystick.embedded;

/** Turns the last words of a broker that did not start into a sentence with cause and remedy. */
final class KafkaTrouble {
    private KafkaTrouble() {}

    static EmbeddedException explain(String output, KafkaOptions options, int port) {
        if (output.contains("Address already in use")) {
            return new EmbeddedException(
                    "port_in_use",
                    "Port " + port + " is in use by another program: stop it or choose another port for Kafka.");
        }
        if (output.contains("No space left on device")) {
            return new EmbeddedException(
                    "disk_full", "The disk that holds " + options.folder() + " is full: free some space.");
        }
        return new EmbeddedException(
                "start_failed", "Kafka did not start, see " + options.log() + ": " + firstFailure(output));
    }

    private static String firstFailure(String output) {
        return output.lines()
                .filter(line -> line.contains("Exception") || line.contains("Error"))
                .findFirst()
                .orElse(output.strip());
    }
}
