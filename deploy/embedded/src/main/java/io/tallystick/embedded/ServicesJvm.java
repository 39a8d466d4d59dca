package io.tallystick.embedded;

import java.util.List;

/**
 * The virtual machine of the process with all three services: below 1 GB of memory in all, on two cores. Stands here so
 * that what is measured and what is run are the same.
 */
public final class ServicesJvm {
    /** Options of {@code java}, before the program. */
    public static final List<String> OPTIONS = List.of(
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
}
