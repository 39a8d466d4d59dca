package io.tallystick.launcher;

import io.tallystick.embedded.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the launcher as {@code ./tally} does: in processes of its own, with a home and ports of its own.
 *
 * @param home of the stack
 * @param ports that it uses
 */
record TallyProcess(Path home, Ports ports) {
    private static final long LIMIT_SECONDS = 120;

    /** What one call has answered. */
    record Answer(int exit, String out, String err) {}

    static TallyProcess in(Path home) {
        return new TallyProcess(home, new Ports(FreePorts.pick(), FreePorts.pick(), FreePorts.pick()));
    }

    Answer up() {
        return run(withPorts("up", "-d"));
    }

    /** Runs one verb to its end. */
    Answer run(String... arguments) {
        try {
            Path out = Files.createTempFile(home.getParent(), "out", "");
            Path err = Files.createTempFile(home.getParent(), "err", "");
            Process process = new ProcessBuilder(command(arguments))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", arguments) + " did not end: " + Files.readString(out));
            }
            return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts {@code up} in the foreground; its output goes to a file. */
    Process upInForeground(Path out) throws IOException {
        return new ProcessBuilder(command(withPorts("up")))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
    }

    String[] withPorts(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--port", Integer.toString(ports.http())));
        all.addAll(List.of("--kafka-port", Integer.toString(ports.kafka())));
        all.addAll(List.of("--postgres-port", Integer.toString(ports.postgresql())));
        return all.toArray(String[]::new);
    }

    private List<String> command(String... arguments) {
        String classPath = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-Dtally.home=" + home,
                "-Dtally.services=-cp " + classPath + " " + StandInServices.class.getName(),
                "-cp",
                classPath,
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    StackState state() {
        return new StateFile(new Home(home, home).stateFile()).read().orElseThrow();
    }

    /** Every living process that names this home on its command line, this JVM aside. */
    List<String> survivors() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(ProcessHandle::isAlive)
                .map(process -> readCommandLine(process.pid()))
                .filter(line -> line.contains(home.toString()))
                .toList();
    }

    private static String readCommandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }
}
