package io.tallystick.embedded;

import java.util.List;
import java.util.Map;

/**
 * The virtual machine of the process with all three services: about 1 GB of memory in all under full load, on two cores. Stands here so
 * that what is measured and what is run are the same.
 */
public final class ServicesJvm {
    /** Options of {@code java}, before the program. */
    public static final List<String> OPTIONS = List.of(
            // Two threads collect in half the time of one. Sizes stand still: left to itself it has more collections.
            "-XX:+UseParallelGC",
            "-XX:-UseAdaptiveSizePolicy",
            "-Xms768m",
            "-Xmx768m",
            // What a unit of work holds lives as long as it takes, and fits into a survivor space: it is not promoted.
            "-Xmn384m",
            "-XX:SurvivorRatio=4",
            // Events are many small objects: with headers of 8 bytes collections copy a quarter less.
            "-XX:+UseCompactObjectHeaders",
            // Room for classes and code: each time one of them grows by a share of its limit is a full collection.
            "-XX:MetaspaceSize=128m",
            "-XX:MaxMetaspaceSize=192m",
            "-XX:ReservedCodeCacheSize=240m",
            "-XX:MaxDirectMemorySize=96m",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-Duser.timezone=UTC",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager");

    /**
     * Settings of the services when there is one process of them: its consumers have a name, so that after a kill the next process
     * takes their partitions at once and not when their session has ended.
     */
    public static final Map<String, String> ONE_PROCESS = Map.of(
            "mp.messaging.incoming.rating-usage.group.instance.id", "standalone",
            "mp.messaging.incoming.invoice-rated.group.instance.id", "standalone");

    private ServicesJvm() {}
}
