package io.tallystick.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The program with all three services, in the folder that Quarkus packages (fast-jar), run with all of its jars on the class path. Its own
 * class loader is left out: what that one loads can neither be cached ahead of time ({@link AotCache}) nor call into native code (the
 * compression of Kafka's records).
 *
 * @param folder with {@code quarkus-run.jar}
 */
public record ServicesProgram(Path folder) {
    private static final String MAIN = "io.quarkus.runner.GeneratedMain";

    /** Whether the folder holds the program. */
    public boolean isBuilt() {
        return Files.exists(folder.resolve("quarkus-run.jar"));
    }

    /** {@code java} with these options and the program. Its class path is in {@link #environment}. */
    public List<String> command(List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add(MAIN);
        return command;
    }

    /** The class path, in an environment: hundreds of jars would make a command line that nobody can read. */
    public Map<String, String> environment() {
        return Map.of("CLASSPATH", classPath());
    }

    /** What Quarkus has changed stands before what it was made of. */
    public String classPath() {
        List<Path> jars = new ArrayList<>();
        Stream.of("quarkus/transformed-bytecode.jar", "quarkus/generated-bytecode.jar")
                .map(folder::resolve)
                .filter(Files::exists)
                .forEach(jars::add);
        Stream.of("app", "lib/boot", "lib/main").map(folder::resolve).forEach(place -> jars.addAll(jarsIn(place)));
        return jars.stream().map(Path::toString).collect(Collectors.joining(":"));
    }

    private static List<Path> jarsIn(Path place) {
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new EmbeddedException("not_built", "The services in " + place + " cannot be read.", e);
        }
    }
}
