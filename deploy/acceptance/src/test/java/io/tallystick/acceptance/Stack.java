package io.tallystick.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tallystick.launcher.client.TallyClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A stack of its own: data below {@code target}, free ports, PostgreSQL, Kafka and the services as real processes that the launcher
 * started, just as {@code ./tally} does.
 */
final class Stack implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Path ROOT = Path.of(System.getProperty("tally.root"));
    private static final Duration VERB = Duration.ofMinutes(4);

    private final Path home;
    private final Map<String, String> ports;

    private Stack(Path home, Map<String, String> ports) {
        this.home = home;
        this.ports = ports;
        // Whatever becomes of the tests, no process may stay behind.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> run("down", "--wipe"), "down"));
    }

    /** A stack that is up and empty. */
    static Stack start(String name) {
        try {
            Path folder = Path.of("target", "acceptance").toAbsolutePath();
            Path home = folder.resolve(name + "-" + ProcessHandle.current().pid());
            Files.createDirectories(home);
            build(folder);
            Stack stack = new Stack(
                    home,
                    Map.of(
                            "TALLY_PORT", freePort(),
                            "TALLY_KAFKA_PORT", freePort(),
                            "TALLY_POSTGRES_PORT", freePort()));
            stack.up();
            return stack;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** Changes the tables of invoice-service behind its back. */
    void damage(String sql) {
        try {
            String password = Files.readString(home.resolve("postgresql/secrets/billing"));
            String url = "jdbc:postgresql://127.0.0.1:" + ports.get("TALLY_POSTGRES_PORT") + "/tallystick";
            try (Connection connection = DriverManager.getConnection(url, "billing", password);
                    Statement statement = connection.createStatement()) {
                assertEquals(1, statement.executeUpdate(sql), sql);
            }
        } catch (IOException | SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /** Runs a verb and demands that it succeeds. */
    JsonNode json(String... verb) {
        List<String> words = new ArrayList<>(List.of(verb));
        words.add("--json");
        Said said = run(words.toArray(String[]::new));
        assertEquals(0, said.exit(), () -> "./tally " + String.join(" ", words) + " said:\n" + said);
        return parse(said.out());
    }

    /** Runs a verb in a process of its own. */
    Said run(String... verb) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dtally.home=" + home,
                "-Dtally.root=" + ROOT,
                "-Dtally.build=" + home.resolveSibling("build"),
                "-cp",
                ROOT.resolve("deploy/launcher/target/lib") + "/*",
                "io.tallystick.launcher.Main"));
        command.addAll(List.of(verb));
        try {
            Path out = Files.createTempFile(home.getParent(), "out", ".txt");
            Path err = Files.createTempFile(home.getParent(), "err", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(ports);
            Process process = builder.start();
            boolean ended = process.waitFor(VERB.toSeconds(), TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            Said said = new Said(ended ? process.exitValue() : -1, text(out), text(err));
            Files.delete(out);
            Files.delete(err);
            return said;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    void up() {
        Said said = run("up", "-d");
        assertEquals(0, said.exit(), () -> "./tally up -d said:\n" + said);
    }

    void down() {
        Said said = run("down");
        assertEquals(0, said.exit(), () -> "./tally down said:\n" + said);
    }

    /** A connection with the operator's key. */
    TallyClient client() {
        try {
            URI base = URI.create("http://127.0.0.1:" + ports.get("TALLY_PORT"));
            return new TallyClient(
                    base, Files.readString(home.resolve("operator-key")).strip());
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** Where the services listen. */
    int port() {
        return Integer.parseInt(ports.get("TALLY_PORT"));
    }

    /** Where the broker listens. */
    int kafkaPort() {
        return Integer.parseInt(ports.get("TALLY_KAFKA_PORT"));
    }

    /** The process id of {@code Services}, {@code Kafka} or {@code PostgreSQL}. */
    long pid(String part) {
        for (JsonNode process : parse(run("status", "--json").out()).path("processes")) {
            if (process.path("name").asText().equals(part)) {
                return process.path("process").asLong();
            }
        }
        throw new IllegalStateException("no process " + part);
    }

    /** Sends a signal to one process of this stack. */
    void signal(String name, long pid) {
        try {
            assertEquals(
                    0,
                    new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                            .start()
                            .waitFor());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Kills the services without a word and returns the time until they are ready again. */
    Duration killServices() {
        long pid = pid("Services");
        long begun = System.nanoTime();
        signal("KILL", pid);
        while (ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
            Wait.millis(10);
        }
        // A question over HTTP costs nothing; one with a verb would take a processor from the services that start.
        try (TallyClient client = client()) {
            Wait.until(
                    Duration.ofMinutes(2),
                    "the services answer again",
                    () -> client.get("/q/health/ready").path("status").asText().equals("UP"));
        }
        Wait.until(Duration.ofMinutes(2), "the services are ready again", () -> {
            Said said = run("status", "--json");
            return said.exit() == 0;
        });
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    Path home() {
        return home;
    }

    @Override
    public void close() {
        run("down", "--wipe");
    }

    /** The launcher looks for the services beside its own build. */
    private static void build(Path folder) throws IOException {
        Path application = ROOT.resolve("deploy/standalone/target/quarkus-app");
        assertTrue(
                Files.exists(application.resolve("quarkus-run.jar")),
                () -> application + " is not built: run mvn verify, or mvn -pl deploy/acceptance -am verify");
        Path services = Files.createDirectories(folder.resolve("build")).resolve("services");
        if (!Files.exists(services)) {
            Files.createSymbolicLink(services, application);
        }
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    private static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException notJson) {
            throw new UncheckedIOException("not JSON: " + text, notJson);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /** What a verb said. */
    record Said(int exit, String out, String err) {
        @Override
        public String toString() {
            return "exit code " + exit + "\n" + out + err;
        }
    }
}
