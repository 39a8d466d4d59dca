package io.tallystick.testkit;

/** Starts the pair of this JVM once. */
final class SharedPair {
    /** The same object for every class loader: Quarkus loads this class again for each application it starts. */
    static final Object LOCK = Runtime.getRuntime();

    private SharedPair() {}

    static PairAddress address() {
        synchronized (LOCK) {
            if (!PairAddress.isPublished()) {
                start().publish();
            }
            return PairAddress.published();
        }
    }

    private static PairAddress start() {
        String wanted = System.getProperty("tally.pair", "");
        return switch (wanted) {
            case "embedded" -> EmbeddedPair.start();
            case "containers" -> ContainerPair.start();
            case "" -> ContainerPair.isPossible() ? startContainersOrEmbedded() : EmbeddedPair.start();
            default ->
                throw new IllegalArgumentException("tally.pair must be embedded or containers, not \"" + wanted + "\"");
        };
    }

    /** An engine without a way to the images must not keep anybody from testing. */
    private static PairAddress startContainersOrEmbedded() {
        try {
            return ContainerPair.start();
        } catch (RuntimeException e) {
            System.err.println("The containers did not start (" + e.getMessage() + "): testing with child processes.");
            return EmbeddedPair.start();
        }
    }
}
