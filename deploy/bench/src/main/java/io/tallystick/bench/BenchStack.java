package io.tallystick.bench;

import io.tallystick.embedded.AotCache;
import io.tallystick.embedded.ChildProcess;
import io.tallystick.embedded.FreePorts;
import io.tallystick.embedded.KafkaBroker;
import io.tallystick.embedded.KafkaOptions;
import io.tallystick.embedded.KafkaTopics;
import io.tallystick.embedded.PostgresOptions;
import io.tallystick.embedded.PostgresServer;
import io.tallystick.embedded.SchemaOwner;
import io.tallystick.embedded.ServicesJvm;
import io.tallystick.embedded.ServicesProgram;
import io.tallystick.schemas.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;

/** PostgreSQL, Kafka and the services of one run, as {@code ./tally up} starts them, in a folder of its own. */
final class BenchStack implements AutoCloseable {
    private static final String DATABASE = "tallystick";
    private static final String OTHER_JVM = "tally.bench.jvm";
    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(40);

    private final Path folder;
    private final PostgresServer postgres;
    private final KafkaBroker kafka;
    private ChildProcess services;
    private volatile int port;
    private volatile Api api;

    private BenchStack(Path folder, PostgresServer postgres, KafkaBroker kafka) {
        this.folder = folder;
        this.postgres = postgres;
        this.kafka = kafka;
    }

    /**
     * Starts everything and returns when the services are ready.
     *
     * @throws BenchFailure if the services are not built or do not become ready
     */
    static BenchStack start(Path folder, int partitions) {
        return start(folder, partitions, Map.of(), List.of());
    }

    /** The same with settings of the services and further topics. */
    static BenchStack start(Path folder, int partitions, Map<String, String> settings, List<NewTopic> more) {
        PostgresServer postgres = postgres(folder);
        KafkaBroker kafka = null;
        BenchStack stack = null;
        try {
            postgres.ensure(
                    DATABASE,
                    List.of(postgres.ownerWithKeptPassword("rating"), postgres.ownerWithKeptPassword("billing")));
            kafka = KafkaBroker.start(KafkaOptions.in(folder.resolve("kafka")));
            KafkaTopics.ensure(kafka.bootstrapServers(), topics(partitions));
            KafkaTopics.ensure(kafka.bootstrapServers(), more);
            stack = new BenchStack(folder, postgres, kafka);
            stack.startServices(settings);
            return stack;
        } catch (RuntimeException failed) {
            stop(postgres, kafka, stack == null ? null : stack.services);
            throw failed;
        }
    }

    /** A server as {@code ./tally up} starts it. */
    static PostgresServer postgres(Path folder) {
        PostgresOptions options = PostgresOptions.in(folder.resolve("postgresql"));
        String cache = System.getProperty("tally.cache");
        return PostgresServer.start(cache == null ? options : options.withBinaries(Path.of(cache)));
    }

    /** Starts the services and returns when they are ready. */
    void startServices(Map<String, String> settings) {
        port = FreePorts.pick();
        ServicesProgram program = program();
        services = ChildProcess.startTied(new ChildProcess.Start(
                command(program, configuration(folder, postgres, kafka, port, settings)),
                program.environment(),
                folder,
                folder.resolve("services.log")));
        awaitReady();
    }

    /** Ends the services as an operator would. */
    void stopServices() {
        if (!services.end("TERM", STOP_PATIENCE)) {
            throw new BenchFailure("the services did not end, see " + folder.resolve("services.log"));
        }
    }

    /** Ends the services as a power cut would. */
    void killServices() {
        services.kill();
    }

    private static List<NewTopic> topics(int partitions) {
        return Arrays.stream(Topic.values())
                .map(topic -> new NewTopic(topic.topicName(), topic.partitions(partitions), (short) 1)
                        .configs(topic.settings()))
                .toList();
    }

    private static ServicesProgram program() {
        Path jar = Path.of(System.getProperty(
                        "tally.services.jar", "deploy/standalone/target/quarkus-app/quarkus-run.jar"))
                .toAbsolutePath();
        ServicesProgram program = new ServicesProgram(jar.getParent());
        if (!program.isBuilt()) {
            throw new BenchFailure("the services are not built: " + jar + " is missing");
        }
        return program;
    }

    private static List<String> command(ServicesProgram program, Path configuration) {
        List<String> options = new ArrayList<>(jvmOptions());
        if (System.getProperty(OTHER_JVM) == null) {
            options.addAll(AotCache.in(program.folder().resolveSibling("aot"), "services")
                    .options());
        }
        options.add("-Dquarkus.config.locations=" + configuration);
        return program.command(options);
    }

    /** Those of {@code ./tally up}, or what {@code -Dtally.bench.jvm="…"} says instead. */
    static List<String> jvmOptions() {
        String other = System.getProperty(OTHER_JVM);
        return other == null ? ServicesJvm.OPTIONS : List.of(other.split(" "));
    }

    private static Path configuration(
            Path folder, PostgresServer postgres, KafkaBroker kafka, int port, Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(ServicesJvm.ONE_PROCESS);
        properties.putAll(settings);
        properties.put("quarkus.http.host", "127.0.0.1");
        properties.put("quarkus.http.port", Integer.toString(port));
        properties.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        properties.put("tally.access.bootstrap-key-file", keyFile(folder).toString());
        put(properties, "quarkus.datasource.", postgres, postgres.ownerWithKeptPassword("billing"));
        put(properties, "quarkus.datasource.rating.", postgres, postgres.ownerWithKeptPassword("rating"));
        Path file = folder.resolve("services.properties");
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, "Of one run");
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return file;
    }

    private static void put(Properties properties, String prefix, PostgresServer postgres, SchemaOwner owner) {
        properties.put(prefix + "jdbc.url", postgres.jdbcUrl(DATABASE));
        properties.put(prefix + "reactive.url", postgres.reactiveUrl(DATABASE));
        properties.put(prefix + "username", owner.role());
        properties.put(prefix + "password", owner.password());
    }

    private void awaitReady() {
        Api api = new Api(port, "");
        long deadline = System.nanoTime() + READY.toNanos();
        while (!api.isReady()) {
            if (!services.isAlive() || System.nanoTime() > deadline) {
                throw new BenchFailure(
                        "the services did not become ready, see " + folder.resolve("services.log") + "; use --keep");
            }
            Api.pause(Duration.ofMillis(100));
        }
    }

    private static Path keyFile(Path folder) {
        return folder.resolve("operator.key");
    }

    /** The way in for the first operator: one client for as long as the process lives, as an emitter has. */
    Api api() {
        Api made = api;
        if (made != null && made.port() == port) {
            return made;
        }
        try {
            made = new Api(port, Files.readString(keyFile(folder)).strip());
            api = made;
            return made;
        } catch (IOException absent) {
            throw new BenchFailure("the first operator key was not made", absent);
        }
    }

    PostgresServer postgres() {
        return postgres;
    }

    /** To the database of the services. */
    Connection connect() throws SQLException {
        return postgres.connect(DATABASE);
    }

    KafkaBroker kafka() {
        return kafka;
    }

    /** The process of the three services. */
    long servicesPid() {
        return services.pid();
    }

    /** Processor time so far of everything that runs, by part; of PostgreSQL only of those processes that still live. */
    Map<String, Duration> processorTime() {
        Map<String, Duration> times = new LinkedHashMap<>();
        times.put("services", cpu(services.handle()));
        times.put(
                "postgresql",
                Stream.concat(Stream.of(postgres.handle()), postgres.handle().descendants())
                        .map(BenchStack::cpu)
                        .reduce(Duration.ZERO, Duration::plus));
        times.put("kafka", cpu(kafka.handle()));
        times.put("load", cpu(ProcessHandle.current()));
        return times;
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        stop(postgres, kafka, services);
    }

    private static void stop(PostgresServer postgres, KafkaBroker kafka, ChildProcess services) {
        if (services != null && !services.end("TERM", STOP_PATIENCE)) {
            services.kill();
        }
        if (kafka != null) {
            kafka.stop();
        }
        postgres.stop();
    }
}
