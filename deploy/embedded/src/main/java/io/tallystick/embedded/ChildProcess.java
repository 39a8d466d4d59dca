package io.tallystick.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A long-running process in a session of its own, which Ctrl-C in a terminal does not reach, with its output appended to
 * a log file that is rotated at the start when it has grown beyond 16 MiB.
 */
public final class ChildProcess {
    private static final long LOG_ROTATION_BYTES = 16L << 20;

    private final Process process;
    private final Path log;
    private final long logStart;

    private ChildProcess(Process process, Path log, long logStart) {
        this.process = process;
        this.log = log;
        this.logStart = logStart;
    }

    /**
     * What to start.
     *
     * @param command program and arguments; the program keeps the process id that {@link #pid} tells
     * @param environment added to that of this process
     * @param folder the working folder
     * @param log where standard output and error go
     */
    public record Start(List<String> command, Map<String, String> environment, Path folder, Path log) {
        /** Keeps its own copies. */
        public Start {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /**
     * Starts a process that has nothing to read and lives on when this one dies.
     *
     * @throws EmbeddedException {@code start_failed}
     */
    public static ChildProcess start(Start start) {
        return start(start, Redirect.from(Path.of("/dev/null").toFile()));
    }

    /**
     * Starts a process whose standard input ends when this process dies, so that it can end itself if it watches it.
     *
     * @throws EmbeddedException {@code start_failed}
     */
    public static ChildProcess startTied(Start start) {
        return start(start, Redirect.PIPE);
    }

    private static ChildProcess start(Start start, Redirect input) {
        try {
            Files.createDirectories(start.log.toAbsolutePath().getParent());
            rotate(start.log);
            long logStart = Files.exists(start.log) ? Files.size(start.log) : 0;
            List<String> whole = new ArrayList<>(Session.prefix());
            whole.addAll(start.command);
            ProcessBuilder builder = new ProcessBuilder(whole)
                    .directory(start.folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(start.log.toFile()))
                    .redirectInput(input);
            builder.environment().putAll(start.environment);
            return new ChildProcess(builder.start(), start.log, logStart);
        } catch (IOException e) {
            throw new EmbeddedException(
                    "start_failed", "Cannot start " + start.command.getFirst() + ": " + e.getMessage() + ".", e);
        }
    }

    private static void rotate(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_ROTATION_BYTES) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** The running process, for whoever wants to wait for its end. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Whether it has not ended yet. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has written since it was started. */
    public String output() {
        try (InputStream in = Files.newInputStream(log)) {
            in.skipNBytes(logStart);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Asks the process to end and waits.
     *
     * @param signal without SIG, for example {@code TERM}
     * @return whether it has ended within the limit
     */
    public boolean end(String signal, Duration limit) {
        if (isAlive()) {
            Signals.send(signal, process.pid());
        }
        return awaitEnd(limit);
    }

    /** SIGKILL: the process gets no chance to do anything. Returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(10));
    }

    void hangUp() throws IOException {
        process.getOutputStream().close();
    }

    /** Waits for its end; returns whether it came within the limit. */
    public boolean awaitEnd(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
