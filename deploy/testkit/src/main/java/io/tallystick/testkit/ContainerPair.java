package io.tallystick.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.PostgreSQLContainer;
import org.testcontainers.kafka.KafkaContainer;

/** The pair in containers. Testcontainers removes them when the JVM has ended. */
final class ContainerPair {
    private static final String PASSWORD = "postgres";

    private ContainerPair() {}

    static boolean isPossible() {
        // Asking an engine that is not there takes seconds and fills the log, so look for its door first.
        boolean door = System.getenv("DOCKER_HOST") != null
                || Files.exists(Path.of("/var/run/docker.sock"))
                || Files.exists(Path.of(System.getProperty("user.home"), ".docker", "run", "docker.sock"));
        return door && DockerClientFactory.instance().isDockerAvailable();
    }

    @SuppressWarnings("resource") // they live as long as the JVM
    static PairAddress start() {
        PostgreSQLContainer<?> postgres = new PostgreSQLContainer<>("postgres:18")
                .withUsername("postgres")
                .withPassword(PASSWORD)
                .withCommand("postgres", "-c", "fsync=on", "-c", "max_connections=200", "-c", "timezone=UTC");
        KafkaContainer kafka = new KafkaContainer("apache/kafka:4.1.1")
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_MESSAGE_MAX_BYTES", Integer.toString(16 << 20))
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        postgres.start();
        kafka.start();
        return new PairAddress(
                kafka.getBootstrapServers(),
                postgres.getHost(),
                postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                PASSWORD);
    }
}
