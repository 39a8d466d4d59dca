package io.tallystick.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server process in a session of its own, with its output in a log file. */
final class Child {
    private static final long LOG_ROTATION_BYTES = 16L << 20;

    private final Process process;
    private final Path log;
    private final long logStart;

    private Child(Process process, Path log, long logStart) {
        this.process = process;
        this.log = log;
        this.logStart = logStart;
    }

    /**
     * Starts a command.
     *
     * @param input {@link Redirect#PIPE} ties the life of the child to that of this process, if the child watches its
     *     standard input
     */
    static Child start(List<String> command, Map<String, String> environment, Path folder, Path log, Redirect input) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            rotate(log);
            long logStart = Files.exists(log) ? Files.size(log) : 0;
            List<String> whole = new ArrayList<>(Session.prefix());
            whole.addAll(command);
            ProcessBuilder builder = new ProcessBuilder(whole)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .redirectInput(input);
            builder.environment().putAll(environment);
            return new Child(builder.start(), log, logStart);
        } catch (IOException e) {
            throw new EmbeddedException(
                    "start_failed", "Cannot start " + command.getFirst() + ": " + e.getMessage() + ".", e);
        }
    }

    private static void rotate(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_ROTATION_BYTES) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    long pid() {
        return process.pid();
    }

    Process process() {
        return process;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What the child has logged since it was started. */
    String output() {
        try (var in = Files.newInputStream(log)) {
            in.skipNBytes(logStart);
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** Sends a signal and waits for the end; true if the process has ended within the limit. */
    boolean end(String signal, Duration limit) {
        Signals.send(signal, process.pid());
        return awaitEnd(limit);
    }

    boolean awaitEnd(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** SIGKILL: the process gets no chance to do anything. */
    void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(10));
    }
}
