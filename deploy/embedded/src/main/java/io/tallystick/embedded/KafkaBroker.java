package io.tallystick.embedded;

import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A running Kafka broker (KRaft, one node that is broker and controller) in a JVM of its own, reachable on the loopback
 * interface only. Topics are never made by accident: use {@link KafkaTopics}.
 *
 * <p>What {@code acks=all} guarantees on one node: the record has been handed to the operating system. It survives a
 * {@code kill -9} of the broker and of everything else, and a consumer sees it again after the restart. It is lost if
 * the machine loses power or its kernel stops within the seconds before the page cache is written. Where that matters
 * run three brokers, or start this one with {@code log.flush.interval.messages=1}.
 *
 * <p>The broker ends by itself when the process that started it dies. Its data stay in the folder.
 */
public final class KafkaBroker implements AutoCloseable {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final int ATTEMPTS_TO_FIND_A_PORT = 5;

    private final FolderLock lock;
    private final ChildProcess child;
    private final int port;

    private KafkaBroker(FolderLock lock, ChildProcess child, int port) {
        this.lock = lock;
        this.child = child;
        this.port = port;
    }

    /**
     * Starts a broker and returns when it takes requests.
     *
     * @throws EmbeddedException {@code port_in_use}, {@code folder_in_use}, {@code start_timeout},
     *     {@code start_failed}; nothing is left running then
     */
    public static KafkaBroker start(KafkaOptions options) {
        FolderLock lock = FolderLock.take(options.folder());
        try {
            stopOrphanIn(options.folder());
            for (int attempt = 1; ; attempt++) {
                try {
                    return startOnce(options, lock);
                } catch (EmbeddedException e) {
                    if (!e.code().equals("port_in_use") || options.port() != 0 || attempt == ATTEMPTS_TO_FIND_A_PORT) {
                        throw e;
                    }
                }
            }
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static KafkaBroker startOnce(KafkaOptions options, FolderLock lock) {
        int port = options.port() == 0 ? FreePorts.pick() : options.port();
        Path folder = options.folder();
        Path settings = write(options, port);
        List<String> command = new ArrayList<>(java(options));
        command.addAll(options.jvm());
        command.add(BrokerMain.class.getName());
        command.add(settings.toString());
        ChildProcess child = ChildProcess.startTied(new ChildProcess.Start(
                command,
                // Not on the command line: it would be too long for one to find the broker by it.
                Map.of("CLASSPATH", classPath()),
                folder,
                options.log()));
        recordPid(folder, child.pid());
        KafkaBroker broker = new KafkaBroker(lock, child, port);
        try {
            broker.awaitAnswer(options);
            return broker;
        } catch (RuntimeException e) {
            child.kill();
            throw e;
        }
    }

    /** The {@code java} of a broker and its options, for {@link AotCache#make}. */
    public static List<String> java(KafkaOptions options) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + options.heapMegabytes() + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }

    /** That of this process; a relative path would mean something else in the folder of the broker. */
    public static String classPath() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path write(KafkaOptions options, int port) {
        Path file = options.folder().resolve("broker.properties");
        try {
            Files.createDirectories(options.folder().resolve("data"));
            try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
                BrokerSettings.of(options, options.folder().resolve("data"), port, FreePorts.pick())
                        .store(out, "Written at each start");
            }
            return file;
        } catch (IOException e) {
            throw unusable(options.folder(), e);
        }
    }

    private static void recordPid(Path folder, long pid) {
        try {
            Files.writeString(folder.resolve("broker.pid"), Long.toString(pid));
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    private static EmbeddedException unusable(Path folder, IOException e) {
        return new EmbeddedException(
                "folder_unusable", "The folder " + folder + " cannot be used: " + e.getMessage() + ".", e);
    }

    private void awaitAnswer(KafkaOptions options) {
        Deadline deadline = Deadline.in(options.startLimit());
        while (!child.output().contains("The broker is up")) {
            if (!child.isAlive()) {
                throw KafkaTrouble.explain(child.output(), options, port);
            }
            if (deadline.passed()) {
                throw new EmbeddedException(
                        "start_timeout",
                        "Kafka did not start within " + options.startLimit().toSeconds() + " s, see " + options.log()
                                + ".");
            }
            Deadline.pause();
        }
    }

    /** The process id of a broker that runs in this folder, whoever started it. */
    public static OptionalLong runningIn(Path folder) {
        return recorded(folder)
                .flatMap(RecordedProcess::find)
                .map(ProcessHandle::pid)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private static Optional<RecordedProcess> recorded(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            long pid = Long.parseLong(
                    Files.readString(absolute.resolve("broker.pid")).strip());
            return Optional.of(new RecordedProcess(
                    pid, absolute.resolve("broker.properties").toString()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Stops a broker that lives on in this folder although whoever started it is gone.
     *
     * @return the process id of the orphan, or empty if there was none
     * @throws EmbeddedException {@code folder_in_use} if its owner lives
     */
    public static OptionalLong stopOrphan(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        FolderLock lock = FolderLock.take(absolute);
        try (lock) {
            return stopOrphanIn(absolute);
        }
    }

    private static OptionalLong stopOrphanIn(Path folder) {
        OptionalLong pid = runningIn(folder);
        recorded(folder).ifPresent(process -> process.stop("TERM", STOP_PATIENCE));
        return pid;
    }

    /** The port of the loopback interface. */
    public int port() {
        return port;
    }

    /** For {@code bootstrap.servers}, for example {@code 127.0.0.1:9092}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The process id of the broker. */
    public long pid() {
        return child.pid();
    }

    /** The running process, for whoever wants to wait for its end. */
    public ProcessHandle handle() {
        return child.handle();
    }

    /** Stops the broker with everything written. The data stay. Safe to call twice. */
    public void stop() {
        if (child.isAlive() && !child.end("TERM", STOP_PATIENCE)) {
            child.kill();
        }
        lock.close();
    }

    /** SIGKILL, as a fault test needs it. The data stay. */
    public void kill() {
        child.kill();
        lock.close();
    }

    /** Leaves the broker running without an owner, as a suspended process would that lost its lock. */
    void forget() {
        lock.close();
    }

    /** What the death of this process does to the broker: its standard input ends. */
    void hangUp() throws IOException {
        child.hangUp();
    }

    /** The same as {@link #stop}. */
    @Override
    public void close() {
        stop();
    }
}
