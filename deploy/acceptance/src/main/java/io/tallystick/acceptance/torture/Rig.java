package io.tallystick.acceptance.torture;

import io.tallystick.embedded.FreePorts;
import io.tallystick.embedded.KafkaBroker;
import io.tallystick.embedded.KafkaOptions;
import io.tallystick.embedded.KafkaTopics;
import io.tallystick.embedded.PostgresOptions;
import io.tallystick.embedded.PostgresServer;
import io.tallystick.embedded.SchemaOwner;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.schemas.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * PostgreSQL, Kafka and the services as processes that can be broken one by one, with a wire between the services and the database and
 * one between the senders and the services. Parts that were killed are brought back by whoever killed them.
 */
final class Rig implements AutoCloseable {
    private static final String DATABASE = "tallystick";
    private static final Duration STOP = Duration.ofSeconds(20);

    /** The shortest that a broker allows; a stopped process has lost its partitions after it. */
    static final Duration SESSION = Duration.ofSeconds(6);

    private final Path folder;
    private final Path jar;
    private final PostgresOptions postgresOptions;
    private final KafkaOptions kafkaOptions;
    private final TcpProxy database;
    private final TcpProxy door;
    private PostgresServer postgres;
    private KafkaBroker kafka;
    private Instance services;
    private long fenced;

    private Rig(Path folder, Path jar, Path cache) {
        this.folder = folder;
        this.jar = jar;
        this.postgresOptions = PostgresOptions.in(folder.resolve("postgresql"))
                .withBinaries(cache)
                .withLog(folder.resolve("postgresql.log"))
                .withPort(FreePorts.pick());
        this.kafkaOptions = KafkaOptions.in(folder.resolve("kafka"))
                .withLog(folder.resolve("kafka.log"))
                .withPort(FreePorts.pick());
        this.database = TcpProxy.to(postgresOptions.port());
        this.door = TcpProxy.to(0);
    }

    static Rig start(Path folder, Path jar, Path cache) {
        Rig rig = new Rig(folder, jar, cache);
        try {
            rig.postgres = PostgresServer.start(rig.postgresOptions);
            rig.postgres.ensure(DATABASE, List.of(rig.owner("rating"), rig.owner("billing")));
            rig.kafka = KafkaBroker.start(rig.kafkaOptions);
            KafkaTopics.ensure(
                    rig.kafka.bootstrapServers(),
                    Arrays.stream(Topic.values())
                            .map(topic -> new NewTopic(
                                            topic.topicName(), topic.partitions(Topic.DEFAULT_PARTITIONS), (short) 1)
                                    .configs(topic.settings()))
                            .toList());
            rig.configure();
            rig.services = rig.another();
            rig.services.awaitReady();
            rig.door.aimAt(rig.services.port());
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

    /** One more process with the services, on a port of its own. */
    Instance another() {
        return Instance.start(jar, configuration(), FreePorts.pick());
    }

    Instance services() {
        return services;
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

    void killServices(Duration away) {
        services.process().kill();
        Wait.millis(away.toMillis());
        Instance next = another();
        moveTo(next);
        next.awaitReady();
    }

    void killPostgres(Duration away) {
        postgres.kill();
        Wait.millis(away.toMillis());
        postgres = PostgresServer.start(postgresOptions);
    }

    void killBroker(Duration away) {
        kafka.kill();
        Wait.millis(away.toMillis());
        kafka = KafkaBroker.start(kafkaOptions);
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

    @Override
    public void close() {
        if (services != null) {
            services.signal("CONT");
            if (!services.process().end("TERM", STOP)) {
                services.process().kill();
            }
        }
        door.close();
        database.close();
        if (kafka != null) {
            kafka.stop();
        }
        if (postgres != null) {
            postgres.stop();
        }
    }
}
