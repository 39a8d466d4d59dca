package io.tallystick.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tallystick.emitter.Meter;
import io.tallystick.emitter.MeterSettings;
import io.tallystick.launcher.client.TallyClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What servers that meter themselves are started with: the script in a checkout whose build is the one at hand, a key of the role
 * ingest, and a folder for spools.
 */
record Emitters(Path folder, URI door, String key) {
    private static final Path ROOT = Path.of(System.getProperty("tally.root"));
    private static final Path LIB = ROOT.resolve("deploy/launcher/target/lib");

    static Emitters of(Path folder, Stack stack, TallyClient client) {
        JsonNode made = client.post(
                "/v1/access-keys",
                JsonNodeFactory.instance.objectNode().put("role", "ingest").put("name", "emitters"));
        Emitters emitters = new Emitters(
                folder,
                URI.create("http://127.0.0.1:" + stack.port()),
                made.get("credential").asText());
        try {
            emitters.makeCheckout();
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return emitters;
    }

    /** A meter of a server in this process, with a spool of its own. */
    Meter meter(String name) {
        return Meter.to(door, key, "//" + name, settings(name));
    }

    MeterSettings settings(String spool) {
        return MeterSettings.DEFAULT
                .withSpool(folder.resolve(spool))
                .withBatches(100, Duration.ofMillis(20))
                .withRetry(Duration.ofMillis(20), Duration.ofMillis(200));
    }

    /** The environment of a server that meters itself through {@code door}. */
    Map<String, String> environment(String customer, String spool, URI through) {
        Map<String, String> environment = new HashMap<>(path());
        environment.put("TALLY_URL", through.toString());
        environment.put("TALLY_KEY", key);
        environment.put("TALLY_CUSTOMER", customer);
        environment.put("TALLY_SPOOL", folder.resolve(spool).toString());
        return environment;
    }

    /** The environment in which {@code ./tally} finds its Java and its Maven. */
    Map<String, String> path() {
        return Map.of("JAVA_HOME", System.getProperty("java.home"), "PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    }

    /** The command of the sample server. */
    static List<String> server(String... arguments) {
        return words(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Xmx96m",
                        "-cp",
                        LIB + "/*",
                        "io.tallystick.samples.SampleServer"),
                arguments);
    }

    /** The command {@code ./tally} with these words. */
    List<String> tally(String... arguments) {
        return words(List.of("/bin/sh", folder.resolve("checkout/tally").toString()), arguments);
    }

    /** Commands of the README of the proxy, by the verb with which they begin, run where {@code ./tally} is. */
    List<String> readme(String verb, UnaryOperator<String> change) {
        try {
            String readme = Files.readString(ROOT.resolve("metering-ingest/emitters/proxy/README.md"));
            String line = readme.lines()
                    .filter(one -> one.startsWith("./tally " + verb + " "))
                    .findFirst()
                    .orElseThrow()
                    .replaceFirst(" +#.*", "")
                    .replaceFirst(" &$", "");
            return List.of("/bin/sh", "-c", "cd '" + folder.resolve("checkout") + "' && exec " + change.apply(line));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** The start of the month of this moment, in UTC: where calls of now are billed. */
    static String thisMonth(Instant now) {
        return now.atOffset(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1) + "T00:00:00Z";
    }

    private static List<String> words(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }

    private void makeCheckout() throws IOException {
        Path checkout = folder.resolve("checkout");
        for (String path : List.of("tally", "deploy/launcher/src/main/sh", "deploy/launcher/src/main/resources")) {
            copy(ROOT.resolve(path), checkout.resolve(path));
        }
        for (String module : List.of("schemas", "metering-ingest", "rating-engine", "invoice-service", "deploy", ".")) {
            write(checkout.resolve(module).resolve("pom.xml"), "<project/>");
        }
        // Takes what is built already.
        Path maven = write(folder.resolve("bin/mvn"), """
                #!/bin/sh
                echo '[INFO] Building Tallystick :: Deploy :: Launcher 0.1.0                            [1/1]'
                mkdir -p "%1$s/deploy/launcher/target"
                ln -sfn "%2$s" "%1$s/deploy/launcher/target/lib"
                echo '[INFO] BUILD SUCCESS'
                """.formatted(checkout, LIB));
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }
}
