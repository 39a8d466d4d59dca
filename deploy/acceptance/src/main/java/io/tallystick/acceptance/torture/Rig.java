package io.tallystick.acceptance.torture;

import io.tallystick.embedded.FreePorts;
import io.tallystick.embedded.KafkaBroker;
import io.tallystick.embedded.KafkaOptions;
import io.tallystick.embedded.KafkaTopics;
import io.tallystick.embedded.PostgresOptions;
import io.tallystick.embedded.PostgresServer;
import io.tallystick.embedded.SchemaOwner;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.schemas.crash.CrashPoint;
import io.tallystick.schemas.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * PostgreSQL, Kafka and the services as processes that can be broken one by one, with a wire between the services and the database and
 * one between the senders and the services, a disk that can be full and a clock that can be set. Parts that were killed are brought
 * back by whoever killed them. Nothing of it outlives this process, unless this process gets SIGKILL.
 */
final class Rig implements AutoCloseable {
    private static final String DATABASE = "tallystick";
    private static final Duration STOP = Duration.ofSeconds(20);

    /** The shortest that a broker allows; a stopped process has lost its partitions after it. */
    static final Duration SESSION = Duration.ofSeconds(6);

    /** Longer than a start takes, and the wait for the partitions of a process that was killed. */
    private static final Duration WAY_TO_A_CRASH = Duration.ofMinutes(3);

    private final Path folder;
    private final Path jar;
    private final Optional<SmallDisk> disk;
    private final PostgresOptions postgresOptions;
    private final KafkaOptions kafkaOptions;
    private final TcpProxy database;
    private final TcpProxy door;
    private final CrashSites crashes = new CrashSites();
    private final List<Instance> instances = new ArrayList<>();
    private final Thread onInterrupt = new Thread(this::killAll, "torture-interrupted");
    private PostgresServer postgres;
    private KafkaBroker kafka;
    private volatile Instance services;
    private boolean over;
    private long fenced;

    private Rig(Path folder, Path jar, Path cache) {
        this.folder = folder;
        this.jar = jar;
        this.disk = SmallDisk.at(folder.resolve("disk"));
        this.postgresOptions = PostgresOptions.in(folder.resolve("disk/postgresql"))
                .withBinaries(cache)
                .withLog(folder.resolve("postgresql.log"))
                .with("max_wal_size", "128MB")
                .withPort(FreePorts.pick());
        this.kafkaOptions = KafkaOptions.in(folder.resolve("disk/kafka"))
                .withLog(folder.resolve("kafka.log"))
                .withPort(FreePorts.pick());
        this.database = TcpProxy.to(postgresOptions.port());
        this.door = TcpProxy.to(0);
    }

    /** Everything, the services among it, which are ready. */
    static Rig start(Path folder, Path jar, Path cache) {
        Rig rig = startStorage(folder, jar, cache);
        try {
            rig.startServices();
            return rig;
        } catch (RuntimeException failed) {
            rig.close();
            throw failed;
        }
    }

    /** PostgreSQL, Kafka and the wires. */
    static Rig startStorage(Path folder, Path jar, Path cache) {
        Rig rig = new Rig(folder, jar, cache);
        Runtime.getRuntime().addShutdownHook(rig.onInterrupt);
        try {
            rig.startPostgres();
            rig.postgres.ensure(DATABASE, List.of(rig.owner("rating"), rig.owner("billing")));
            rig.startBroker();
            KafkaTopics.ensure(
                    rig.kafka.bootstrapServers(),
                    Arrays.stream(Topic.values())
                            .map(topic -> new NewTopic(
                                            topic.topicName(), topic.partitions(Topic.DEFAULT_PARTITIONS), (short) 1)
                                    .configs(topic.settings()))
                            .toList());
            rig.configure();
            rig.setClockWrongBy(Duration.ZERO);
            return rig;
        } catch (RuntimeException failed) {
            rig.close();
            throw failed;
        }
    }

    private SchemaOwner owner(String role) {
        return postgres.ownerWithKeptPassword(role);
    }

    private void configure() {
        Properties properties = new Properties();
        properties.put("quarkus.http.host", "127.0.0.1");
        properties.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        properties.put("mp.messaging.incoming.rating-usage.session.timeout.ms", Long.toString(SESSION.toMillis()));
        properties.put("mp.messaging.incoming.rating-usage.heartbeat.interval.ms", "1500");
        properties.put("mp.messaging.incoming.invoice-rated.session.timeout.ms", Long.toString(SESSION.toMillis()));
        properties.put("mp.messaging.incoming.invoice-rated.heartbeat.interval.ms", "1500");
        properties.put("tally.access.bootstrap-key-file", keyFile().toString());
        put(properties, "quarkus.datasource.", owner("billing"));
        put(properties, "quarkus.datasource.rating.", owner("rating"));
        try (Writer out = Files.newBufferedWriter(configuration())) {
            properties.store(out, "Of one run");
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private void put(Properties properties, String prefix, SchemaOwner owner) {
        String address = "postgresql://127.0.0.1:" + database.port() + "/" + DATABASE;
        properties.put(prefix + "jdbc.url", "jdbc:" + address);
        properties.put(prefix + "reactive.url", address);
        properties.put(prefix + "username", owner.role());
        properties.put(prefix + "password", owner.password());
    }

    private Path configuration() {
        return folder.resolve("services.properties");
    }

    private Path keyFile() {
        return folder.resolve("operator-key");
    }

    private Path clockFile() {
        return folder.resolve("clock-offset-ms");
    }

    /** One more process with the services, on a port of its own. */
    synchronized Instance another(String... options) {
        refuseWhenOver();
        List<String> all = new ArrayList<>(List.of(options));
        all.add("-Dtally.clock-offset-file=" + clockFile());
        Instance made = Instance.start(jar, configuration(), FreePorts.pick(), all);
        instances.add(made);
        return made;
    }

    private void refuseWhenOver() {
        if (over) {
            throw new IllegalStateException("the run is over: nothing is started any more");
        }
    }

    Instance services() {
        return services;
    }

    CrashSites crashes() {
        return crashes;
    }

    Optional<SmallDisk> disk() {
        return disk;
    }

    /** The senders talk to another process from now on. */
    void moveTo(Instance other) {
        services = other;
        door.aimAt(other.port());
        door.cut();
    }

    /** Notes how often the fence has stopped a process that no longer owned its partitions. */
    void fenced(long times) {
        fenced += times;
    }

    long fenced() {
        return fenced;
    }

    void startServices() {
        Instance next = another();
        moveTo(next);
        next.awaitReady();
    }

    void killServices(Duration away) {
        services.process().kill();
        Wait.millis(away.toMillis());
        startServices();
    }

    /**
     * Puts a process that ends itself at a crash point in the place of the one that serves, and leaves none behind.
     *
     * @return whether it got there while {@code worthWaiting}
     */
    boolean crashAt(CrashPoint point, int nth, BooleanSupplier worthWaiting) {
        if (services != null) {
            services.process().kill();
        }
        Instance doomed = another("-D" + CrashPoint.PROPERTY + "=" + point.label() + ":" + nth);
        moveTo(doomed);
        long begun = System.nanoTime();
        while (doomed.process().isAlive()
                && worthWaiting.getAsBoolean()
                && System.nanoTime() - begun < WAY_TO_A_CRASH.toNanos()) {
            Wait.millis(20);
        }
        boolean there =
                !doomed.process().isAlive() && doomed.process().output().contains("crash point " + point.label());
        doomed.process().kill();
        if (there) {
            crashes.reached(point);
        }
        return there;
    }

    void killPostgres(Duration away) {
        killPostgres();
        Wait.millis(away.toMillis());
        startPostgres();
    }

    void killBroker(Duration away) {
        killBroker();
        Wait.millis(away.toMillis());
        startBroker();
    }

    synchronized void killPostgres() {
        postgres.kill();
    }

    synchronized void startPostgres() {
        refuseWhenOver();
        postgres = PostgresServer.start(postgresOptions);
    }

    synchronized void killBroker() {
        kafka.kill();
    }

    synchronized void startBroker() {
        refuseWhenOver();
        kafka = KafkaBroker.start(kafkaOptions);
    }

    /** Stops the broker without ending it, or lets it go on. */
    void signalBroker(String name) {
        Instance.signal(name, kafka.pid());
    }

    /** What a full disk has ended is started again. */
    void reviveStorage() {
        if (!kafka.handle().isAlive()) {
            killBroker(Duration.ZERO);
        }
        if (!postgres.handle().isAlive() || !answers()) {
            killPostgres(Duration.ZERO);
        }
    }

    private boolean answers() {
        try {
            return !postgres.setting("fsync").isEmpty();
        } catch (RuntimeException silent) {
            return false;
        }
    }

    /** Sets the clock of every process with the services. */
    void setClockWrongBy(Duration offset) {
        try {
            Files.writeString(clockFile(), Long.toString(offset.toMillis()));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    TcpProxy database() {
        return database;
    }

    TcpProxy door() {
        return door;
    }

    /** A connection with the operator's key, over the wire that can be broken. */
    TallyClient client() {
        try {
            return new TallyClient(
                    URI.create("http://127.0.0.1:" + door.port()),
                    Files.readString(keyFile()).strip());
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    boolean hasKey() {
        return Files.exists(keyFile());
    }

    /** At Ctrl-C there is no time for an orderly end, and no need of one. */
    private synchronized void killAll() {
        over = true;
        instances.forEach(instance -> instance.process().kill());
        if (kafka != null) {
            kafka.kill();
        }
        if (postgres != null) {
            postgres.kill();
        }
    }

    @Override
    public void close() {
        if (services != null) {
            services.signal("CONT");
            services.process().end("TERM", STOP);
        }
        door.close();
        database.close();
        synchronized (this) {
            over = true;
            instances.forEach(instance -> instance.process().kill());
            if (kafka != null) {
                kafka.stop();
            }
            if (postgres != null) {
                postgres.stop();
            }
        }
        try {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        } catch (IllegalStateException interrupted) {
            // It is running already and finds nothing left to do.
        }
    }
}
