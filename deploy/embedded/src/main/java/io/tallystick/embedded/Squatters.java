package io.tallystick.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Processes that still work in a folder whose server is gone. */
final class Squatters {
    private Squatters() {}

    /**
     * Kills every process that works in a folder. A PostgreSQL backend busy with a long query does not notice that its
     * postmaster was killed, and as long as it lives no new server may start.
     */
    static void killIn(Path folder) {
        Path real = realPath(folder);
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            processes
                    .filter(process ->
                            Character.isDigit(process.getFileName().toString().charAt(0)))
                    .filter(process -> real.equals(link(process.resolve("cwd"))))
                    .map(process -> Long.parseLong(process.getFileName().toString()))
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .forEach(Squatters::kill);
        } catch (IOException e) {
            // No /proc (macOS): PostgreSQL itself refuses to start while such a backend lives, and says so.
            return;
        }
    }

    private static void kill(ProcessHandle squatter) {
        squatter.destroyForcibly();
        RecordedProcess.awaitEnd(squatter, Duration.ofSeconds(10));
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
