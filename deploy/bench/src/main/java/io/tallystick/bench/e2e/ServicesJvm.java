package io.tallystick.bench.e2e;

import java.util.List;

/** The virtual machine of the services, with the options of {@code ./tally up}. */
final class ServicesJvm {
    private static final List<String> OPTIONS = List.of(
            "-Xms128m",
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:MaxMetaspaceSize=192m",
            "-XX:ReservedCodeCacheSize=96m",
            "-XX:MaxDirectMemorySize=96m",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-Duser.timezone=UTC",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager");

    private ServicesJvm() {}

    /** Them, or what {@code -Dtally.bench.jvm="…"} says instead. */
    static List<String> options() {
        String other = System.getProperty("tally.bench.jvm");
        return other == null ? OPTIONS : List.of(other.split(" "));
    }
}
