package io.tallystick.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Servers that outlived whoever started them. */
final class Orphans {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Orphans() {}

    /**
     * The running process of that id, if its command line has this word.
     *
     * <p>A recorded id alone proves nothing: after a reboot it may belong to anyone. The word is the path of the
     * server's folder, which stands on the command line of that server and of nothing else.
     */
    static Optional<ProcessHandle> find(long pid, String word) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> words(handle).contains(word));
    }

    private static List<String> words(ProcessHandle handle) {
        Path commandLine = Path.of("/proc", Long.toString(handle.pid()), "cmdline");
        try {
            return Arrays.asList(Files.readString(commandLine).split("\0"));
        } catch (IOException e) {
            return handle.info().arguments().map(List::of).orElse(List.of());
        }
    }

    /** Asks a process to end by a signal, and kills it if it has not ended within half a minute. */
    static void stop(ProcessHandle orphan, String signal) {
        Signals.send(signal, orphan.pid());
        if (!awaitEnd(orphan)) {
            orphan.destroyForcibly();
            awaitEnd(orphan);
        }
    }

    private static boolean awaitEnd(ProcessHandle handle) {
        Deadline deadline = Deadline.in(PATIENCE);
        while (handle.isAlive() && !deadline.passed()) {
            Deadline.pause();
        }
        return !handle.isAlive();
    }

    /**
     * Kills every process that works in a folder. A PostgreSQL backend busy with a long query does not notice that its
     * postmaster was killed, and as long as it lives no new server may start.
     */
    static void killThoseWorkingIn(Path folder) {
        Path real = realPath(folder);
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            processes
                    .filter(process ->
                            Character.isDigit(process.getFileName().toString().charAt(0)))
                    .filter(process -> real.equals(link(process.resolve("cwd"))))
                    .map(process -> Long.parseLong(process.getFileName().toString()))
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .forEach(handle -> {
                        handle.destroyForcibly();
                        awaitEnd(handle);
                    });
        } catch (IOException e) {
            // No /proc (macOS): PostgreSQL itself refuses to start while such a backend lives, and says so.
            return;
        }
    }

    private static Path realPath(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath();
        }
    }

    private static Path link(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            return link;
        }
    }
}
