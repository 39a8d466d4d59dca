package io.tallystick.testkit;

import io.tallystick.embedded.KafkaBroker;
import io.tallystick.embedded.KafkaOptions;
import io.tallystick.embedded.PostgresOptions;
import io.tallystick.embedded.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** The pair as child processes, with data below {@code target} that go when the JVM ends. */
final class EmbeddedPair {
    private EmbeddedPair() {}

    static PairAddress start() {
        Path all = Path.of("target", "tally-pair").toAbsolutePath();
        clearAbandoned(all);
        Path folder = all.resolve(Long.toString(ProcessHandle.current().pid()));
        PostgresServer postgres = PostgresServer.start(PostgresOptions.in(folder.resolve("postgresql"))
                .withBinaries(cache())
                .with("shared_buffers", "64MB")
                .with("max_wal_size", "1GB")
                .with("max_connections", "200"));
        try {
            KafkaBroker kafka =
                    KafkaBroker.start(KafkaOptions.in(folder.resolve("kafka")).withStartLimit(Duration.ofMinutes(3)));
            Runtime.getRuntime().addShutdownHook(new EndOfPair(postgres.handle(), kafka.handle(), folder));
            return new PairAddress(
                    kafka.bootstrapServers(), "127.0.0.1", postgres.port(), postgres.superuserPassword());
        } catch (RuntimeException e) {
            postgres.kill();
            throw e;
        }
    }

    /** The programs take 60 MB: unpacked once for all modules, where the build tells the root of the checkout. */
    private static Path cache() {
        String root = System.getProperty("tally.root");
        return root == null ? Path.of("target", "postgresql") : Path.of(root, ".tally", "cache");
    }

    /** Ends what a killed test JVM has left behind. */
    private static void clearAbandoned(Path all) {
        if (!Files.isDirectory(all)) {
            return;
        }
        try (Stream<Path> folders = Files.list(all)) {
            folders.filter(folder -> ProcessHandle.of(
                                    Long.parseLong(folder.getFileName().toString()))
                            .isEmpty())
                    .forEach(folder -> {
                        PostgresServer.stopOrphan(folder.resolve("postgresql"));
                        KafkaBroker.stopOrphan(folder.resolve("kafka"));
                        EndOfPair.deleteTree(folder);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("Folders of earlier tests in " + all + " cannot be listed", e);
        }
    }
}
