package io.tallystick.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a Kafka broker is to be started.
 *
 * @param folder owns everything of this broker: {@code data}, {@code broker.properties}, the lock
 * @param port of the loopback interface, or 0 for a free one that is chosen at the start
 * @param heapMegabytes the largest heap of the broker's JVM; 384 serves tens of thousands of records a second
 * @param log the file that the broker writes its messages to
 * @param settings further parameters of the broker, see {@link #with}
 * @param startLimit how long the start may take, recovery after a kill included
 * @param jvm further options of the broker's JVM
 */
public record KafkaOptions(
        Path folder,
        int port,
        int heapMegabytes,
        Path log,
        Map<String, String> settings,
        Duration startLimit,
        List<String> jvm) {

    /** Refuses what cannot be a port or a heap, and keeps its own copy of the settings. */
    public KafkaOptions {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(startLimit, "startLimit");
        Ports.check(port);
        if (heapMegabytes < 128) {
            throw new IllegalArgumentException("heapMegabytes must be at least 128, not " + heapMegabytes);
        }
        settings = Map.copyOf(settings);
        jvm = List.copyOf(jvm);
    }

    /** A broker whose everything is below one folder; a free port, a heap of 384 MB, 60 s to start. */
    public static KafkaOptions in(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        return new KafkaOptions(
                absolute, 0, 384, absolute.resolve("kafka.log"), Map.of(), Duration.ofSeconds(60), List.of());
    }

    /** The same with this port, 0 for a free one. */
    public KafkaOptions withPort(int newPort) {
        return new KafkaOptions(folder, newPort, heapMegabytes, log, settings, startLimit, jvm);
    }

    /** The same with this heap. */
    public KafkaOptions withHeapMegabytes(int megabytes) {
        return new KafkaOptions(folder, port, megabytes, log, settings, startLimit, jvm);
    }

    /** The same with this log file. */
    public KafkaOptions withLog(Path newLog) {
        return new KafkaOptions(
                folder, port, heapMegabytes, newLog.toAbsolutePath().normalize(), settings, startLimit, jvm);
    }

    /** The same with this limit on the time of the start. */
    public KafkaOptions withStartLimit(Duration limit) {
        return new KafkaOptions(folder, port, heapMegabytes, log, settings, limit, jvm);
    }

    /**
     * The same with one parameter of the broker set. For example {@code with("log.flush.interval.messages", "1")} makes
     * an acknowledgement survive a loss of power too, at the price of one flush for each batch.
     */
    public KafkaOptions with(String parameter, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(parameter, value);
        return new KafkaOptions(folder, port, heapMegabytes, log, more, startLimit, jvm);
    }

    /** The same with these options of the broker's JVM beside its own. */
    public KafkaOptions withJvm(List<String> options) {
        return new KafkaOptions(folder, port, heapMegabytes, log, settings, startLimit, options);
    }
}
