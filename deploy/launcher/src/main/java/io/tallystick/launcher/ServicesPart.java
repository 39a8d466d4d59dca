package io.tallystick.launcher;

import io.tallystick.embedded.ChildProcess;
import io.tallystick.embedded.SchemaOwner;
import io.tallystick.embedded.ServicesJvm;
import io.tallystick.embedded.ServicesProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;

/** The one process with all three services. */
final class ServicesPart implements Part {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(40);

    private final Home home;
    private final int port;
    private final PostgresPart postgres;
    private final KafkaPart kafka;
    private final Consumer<Optional<Long>> launched;
    private final CacheUse cache;
    private final Health health = new Health();
    private Optional<ChildProcess> process = Optional.empty();

    /**
     * A part that has not been started.
     *
     * @param launched told the process id before the process has done anything, so that nobody loses sight of it
     */
    ServicesPart(
            Home home,
            int port,
            PostgresPart postgres,
            KafkaPart kafka,
            Consumer<Optional<Long>> launched,
            CacheUse cache) {
        this.home = home;
        this.port = port;
        this.postgres = postgres;
        this.kafka = kafka;
        this.launched = launched;
        this.cache = cache;
    }

    @Override
    public String name() {
        return "Services";
    }

    @Override
    public String start() {
        stop();
        writeConfiguration();
        ChildProcess started = ChildProcess.start(toStart());
        process = Optional.of(started);
        launched.accept(Optional.of(started.pid()));
        awaitReady(started);
        return url();
    }

    private void awaitReady(ChildProcess started) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!health.isReady(url(), started.pid())) {
            if (!started.isAlive()) {
                throw new Refusal(
                        "services_failed",
                        "The services ended while starting, see " + home.log("services") + "." + firstError(started));
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new Refusal(
                        "services_timeout",
                        "The services were not ready after " + START_LIMIT.toSeconds() + " s, see "
                                + home.log("services") + ".");
            }
            Pause.millis(100);
        }
    }

    private static String firstError(ChildProcess started) {
        return started.output()
                .lines()
                .filter(line -> line.contains("ERROR") || line.contains("Exception"))
                .findFirst()
                .map(line -> " It says: " + line.strip())
                .orElse("");
    }

    private String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The product; the tests of the launcher put something smaller in its place. */
    private ChildProcess.Start toStart() {
        String other = System.getProperty("tally.services");
        if (other != null) {
            List<String> command = new ArrayList<>(java());
            command.addAll(List.of(other.split(" ")));
            return new ChildProcess.Start(command, Map.of(), home.folder(), home.log("services"));
        }
        ServicesProgram program = program();
        if (!program.isBuilt()) {
            throw new Refusal(
                    "not_built",
                    "The services are not built (" + program.folder() + " has none): delete " + home.build()
                            + " and try again.");
        }
        List<String> options = new ArrayList<>(java().subList(1, java().size()));
        options.addAll(cache.options(home.servicesCache()));
        return new ChildProcess.Start(
                program.command(options), program.environment(), home.folder(), home.log("services"));
    }

    ServicesProgram program() {
        return new ServicesProgram(home.build().resolve("services"));
    }

    /** The {@code java} of the services and its options, apart from those of the cache. */
    List<String> java() {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.add(home.mark());
        java.addAll(ServicesJvm.OPTIONS);
        java.add("-Dquarkus.config.locations=" + home.servicesConfiguration());
        return java;
    }

    /** A file that its owner alone can read: a command line or an environment would show the passwords. */
    private void writeConfiguration() {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("quarkus.http.host", "127.0.0.1");
        configuration.put("quarkus.http.port", Integer.toString(port));
        configuration.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        configuration.putAll(ServicesJvm.ONE_PROCESS);
        putDatasource(configuration, "quarkus.datasource.", postgres.owner(PostgresPart.BILLING));
        putDatasource(configuration, "quarkus.datasource.rating.", postgres.owner(PostgresPart.RATING));
        configuration.put("tally.access.bootstrap-key-file", home.operatorKey().toString());
        configuration.put("tally.invoice.signing-key-file", home.documentKey().toString());
        Properties properties = new Properties();
        properties.putAll(configuration);
        try {
            Path file = home.servicesConfiguration();
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (var out = Files.newBufferedWriter(file)) {
                properties.store(out, "Written at each start");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void putDatasource(Map<String, String> configuration, String prefix, SchemaOwner owner) {
        configuration.put(prefix + "jdbc.url", postgres.running().jdbcUrl(PostgresPart.DATABASE));
        configuration.put(prefix + "reactive.url", postgres.running().reactiveUrl(PostgresPart.DATABASE));
        configuration.put(prefix + "username", owner.role());
        configuration.put(prefix + "password", owner.password());
    }

    @Override
    public boolean isAlive() {
        return process.filter(ChildProcess::isAlive).isPresent();
    }

    @Override
    public void stop() {
        process.ifPresent(one -> {
            if (!one.end("TERM", STOP_PATIENCE)) {
                one.kill();
            }
        });
        process = Optional.empty();
    }

    @Override
    public void kill() {
        process.ifPresent(ChildProcess::kill);
        process = Optional.empty();
    }
}
