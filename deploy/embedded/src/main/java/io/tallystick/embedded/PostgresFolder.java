package io.tallystick.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The folder of one PostgreSQL server, ready to start in: programs unpacked, data initialised, no orphan in it. */
record PostgresFolder(PostgresOptions options, Path home, Unprivileged user, Secrets secrets) {
    /** Messages in English whatever the machine's language, so that they can be understood by {@link PostgresTrouble}. */
    static final Map<String, String> ENVIRONMENT = Map.of("LC_ALL", "C", "TZ", "UTC");

    static PostgresFolder prepare(PostgresOptions options) {
        Path data = dataIn(options.folder());
        stopOrphan(data);
        PostgresFolder folder = new PostgresFolder(
                options,
                PostgresBinaries.unpackedIn(options.binaries()),
                Unprivileged.find(),
                new Secrets(options.folder().resolve("secrets")));
        folder.initialise();
        folder.user.own(data);
        return folder;
    }

    static Path dataIn(Path folder) {
        return folder.toAbsolutePath().normalize().resolve("data");
    }

    Path data() {
        return dataIn(options.folder());
    }

    private void initialise() {
        if (Files.exists(data())) {
            return;
        }
        // Made aside and renamed: a crash half-way leaves nothing that looks like a database.
        Path half = options.folder().resolve("data.initialising");
        try {
            deleteTree(half);
            Files.createDirectory(
                    half, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            user.own(half);
            secrets.of(PostgresServer.SUPERUSER);
            Path password = half.resolveSibling("password.initialising");
            Files.copy(
                    secrets.file(PostgresServer.SUPERUSER),
                    password,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                    java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            user.own(password);
            Commands.Result result = Commands.run(initCommand(half, password), ENVIRONMENT);
            Files.deleteIfExists(password);
            if (result.exit() != 0) {
                throw PostgresTrouble.explain(result.output(), options, options.port());
            }
            Files.move(half, data(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EmbeddedException(
                    "folder_unusable",
                    "The folder " + options.folder() + " cannot be used: " + e.getMessage() + ".",
                    e);
        }
    }

    private List<String> initCommand(Path into, Path password) {
        List<String> command = new ArrayList<>(user.prefix());
        command.addAll(List.of(
                home.resolve("bin/initdb").toString(),
                "--pgdata=" + into,
                "--username=" + PostgresServer.SUPERUSER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--no-instructions"));
        return command;
    }

    /** Parameters on the command line are above every file and above ALTER SYSTEM. */
    List<String> serverCommand(int port) {
        Map<String, String> parameters = new LinkedHashMap<>(options.settings());
        parameters.put("port", Integer.toString(port));
        parameters.put("listen_addresses", "127.0.0.1");
        parameters.put("unix_socket_directories", "");
        parameters.put("fsync", "on");
        parameters.put("synchronous_commit", "on");
        parameters.put("full_page_writes", "on");
        parameters.put("timezone", "UTC");
        parameters.put("log_timezone", "UTC");
        parameters.put("logging_collector", "off");
        parameters.put("log_destination", "stderr");
        List<String> command = new ArrayList<>(user.prefix());
        command.addAll(List.of(home.resolve("bin/postgres").toString(), "-D", data().toString()));
        parameters.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    /** Whether the server with this process id, and no other one, says that it takes connections. */
    boolean isReady(long pid) {
        try {
            List<String> lines = Files.readAllLines(data().resolve("postmaster.pid"));
            return lines.size() >= 8
                    && lines.getFirst().strip().equals(Long.toString(pid))
                    && lines.get(7).strip().equals("ready");
        } catch (IOException e) {
            return false;
        }
    }

    static OptionalLong runningIn(Path data) {
        return recorded(data)
                .flatMap(RecordedProcess::find)
                .map(ProcessHandle::pid)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private static Optional<RecordedProcess> recorded(Path data) {
        try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
            long pid = Math.abs(Long.parseLong(lines.findFirst().orElse("0").strip()));
            return Optional.of(new RecordedProcess(pid, data.toString()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Call it only as the owner of the folder's lock. */
    static OptionalLong stopOrphan(Path data) {
        OptionalLong pid = runningIn(data);
        recorded(data).ifPresent(process -> process.stop("INT", Duration.ofSeconds(30)));
        Squatters.killIn(data);
        // A pid file that names a stranger's process would make PostgreSQL refuse to start.
        try {
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new EmbeddedException(
                    "folder_unusable", "The folder " + data + " cannot be used: " + e.getMessage(), e);
        }
        return pid;
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
