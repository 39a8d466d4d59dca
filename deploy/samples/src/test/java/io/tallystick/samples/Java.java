package io.tallystick.samples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes of the same Java. */
final class Java {
    private Java() {}

    /** The command that runs a class of this test's class path. */
    static List<String> command(Class<?> main, String... args) {
        return command(main.getName(), args);
    }

    static List<String> command(String main, String... args) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(
                java, "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(args));
        return command;
    }
}
