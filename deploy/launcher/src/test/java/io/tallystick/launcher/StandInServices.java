package io.tallystick.launcher;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * Stands where the services stand in tests of the launcher: is configured as they are, needs the database and the log as
 * they do, says when it is ready, and writes down what it still finds running when it is told to stop.
 */
final class StandInServices {
    private StandInServices() {}

    public static void main(String[] args) throws Exception {
        Properties configuration = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of(System.getProperty("quarkus.config.locations")))) {
            configuration.load(in);
        }
        Path home = Path.of(configuration.getProperty("tally.access.bootstrap-key-file"))
                .getParent();
        if (Files.exists(home.resolve("fail-at-start"))) {
            System.err.println("ERROR the stand-in was told to fail");
            System.exit(1);
        }
        connect(configuration, "");
        connect(configuration, "rating.");
        touchKafka(configuration);
        Files.writeString(home.resolve("operator-key"), "tk_test_secret");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> noteWhatRuns(configuration, home)));
        serve(Integer.parseInt(configuration.getProperty("quarkus.http.port")));
    }

    private static void connect(Properties configuration, String name) throws SQLException {
        Properties credentials = new Properties();
        credentials.setProperty("user", configuration.getProperty("quarkus.datasource." + name + "username"));
        credentials.setProperty("password", configuration.getProperty("quarkus.datasource." + name + "password"));
        new Driver()
                .connect(configuration.getProperty("quarkus.datasource." + name + "jdbc.url"), credentials)
                .close();
    }

    private static void touchKafka(Properties configuration) throws IOException {
        URI broker = URI.create("kafka://" + configuration.getProperty("kafka.bootstrap.servers"));
        new Socket(broker.getHost(), broker.getPort()).close();
    }

    private static void noteWhatRuns(Properties configuration, Path home) {
        String found;
        try {
            connect(configuration, "");
            touchKafka(configuration);
            found = "database and log";
        } catch (SQLException | IOException e) {
            found = e.toString();
        }
        try {
            Files.writeString(home.resolve("running-at-stop"), found);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void serve(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/q/health/ready", exchange -> {
            byte[] answer = ("{\"status\":\"UP\",\"checks\":[{\"name\":\"process\",\"status\":\"UP\",\"data\":{\"pid\":"
                            + ProcessHandle.current().pid() + "}}]}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }
}
