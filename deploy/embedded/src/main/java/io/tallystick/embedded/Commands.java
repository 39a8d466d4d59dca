package io.tallystick.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Short commands of the system, run to their end. */
final class Commands {
    private Commands() {}

    /** The exit code and everything that was written. */
    record Result(int exit, String output) {}

    static Result run(String... command) {
        return run(List.of(command), Map.of());
    }

    static Result run(List<String> command, Map<String, String> environment) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            return new Result(127, command.getFirst() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("interrupted", "Interrupted while running " + command.getFirst() + ".", e);
        }
    }

    static boolean exists(String name) {
        return run("/bin/sh", "-c", "command -v " + name).exit() == 0;
    }
}
