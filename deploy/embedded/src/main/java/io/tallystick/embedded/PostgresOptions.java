package io.tallystick.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How a PostgreSQL server is to be started.
 *
 * @param folder owns everything of this server: {@code data}, {@code secrets}, the lock
 * @param port of the loopback interface, or 0 for a free one that is chosen at the start
 * @param binaries where the programs are unpacked once; servers may share it
 * @param log the file that the server writes its messages to
 * @param settings parameters of the server, see {@link #with}
 * @param silence the start fails after this long without a word from the server; a recovery that reports its progress
 *     may take longer
 */
public record PostgresOptions(
        Path folder, int port, Path binaries, Path log, Map<String, String> settings, Duration silence) {

    /** For billing on two cores: few checkpoints, small write-ahead log, and nothing that gives up durability. */
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("shared_buffers", "256MB"),
            Map.entry("effective_cache_size", "1GB"),
            Map.entry("work_mem", "16MB"),
            Map.entry("maintenance_work_mem", "128MB"),
            Map.entry("max_connections", "100"),
            Map.entry("max_wal_size", "4GB"),
            Map.entry("wal_compression", "pglz"),
            Map.entry("checkpoint_timeout", "15min"),
            Map.entry("random_page_cost", "1.1"),
            Map.entry("jit", "off"));

    /** Refuses what cannot be a port, and keeps its own copy of the settings. */
    public PostgresOptions {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(binaries, "binaries");
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(silence, "silence");
        Ports.check(port);
        settings = Map.copyOf(settings);
    }

    /** A server whose everything, its programs included, is below one folder; a free port; 60 s of patience. */
    public static PostgresOptions in(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        return new PostgresOptions(
                absolute,
                0,
                absolute.resolve("binaries"),
                absolute.resolve("postgresql.log"),
                DEFAULTS,
                Duration.ofSeconds(60));
    }

    /** The same with this port, 0 for a free one. */
    public PostgresOptions withPort(int newPort) {
        return new PostgresOptions(folder, newPort, binaries, log, settings, silence);
    }

    /** The same with the programs in this folder. */
    public PostgresOptions withBinaries(Path newBinaries) {
        return new PostgresOptions(folder, port, newBinaries.toAbsolutePath().normalize(), log, settings, silence);
    }

    /** The same with this log file. */
    public PostgresOptions withLog(Path newLog) {
        return new PostgresOptions(
                folder, port, binaries, newLog.toAbsolutePath().normalize(), settings, silence);
    }

    /**
     * The same with one parameter set, for example {@code with("shared_buffers", "1GB")}. Where a server listens and
     * whether it keeps what it acknowledged ({@code fsync}, {@code synchronous_commit}, {@code full_page_writes}) is
     * not for sale: such settings are overruled at the start.
     */
    public PostgresOptions with(String parameter, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(parameter, value);
        return new PostgresOptions(folder, port, binaries, log, more, silence);
    }
}
