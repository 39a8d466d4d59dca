package io.tallystick.acceptance.canaries;

import io.tallystick.acceptance.canaries.Canary.Catcher;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Compiles the changed classes of a canary beside the product's own, and runs what must fail with them. */
final class Workshop {
    private static final long TEST_MINUTES = 5;
    private static final long HARNESS_MINUTES = 20;

    private final Path root;
    private final Path folder;
    private final Sources sources;
    private final Map<String, String> classPaths = new LinkedHashMap<>();

    /** Works below {@code folder} on the product below {@code root}, whose tests are compiled. */
    Workshop(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
        this.sources = new Sources(root);
    }

    /** The changed classes of a canary, in a folder of their own. */
    Path compile(Canary canary) {
        Path own = folder.resolve(canary.name());
        Path classes = own.resolve("classes");
        List<String> command = new ArrayList<>(List.of(
                jdk("javac"), "-nowarn", "-proc:none", "-parameters", "--release", "25", "-d", classes.toString()));
        StringBuilder path = new StringBuilder();
        try {
            Files.createDirectories(classes);
            for (Map.Entry<String, String> changed : sources.with(canary).entrySet()) {
                String module = moduleOf(changed.getKey());
                path.append(classPath(module)).append(File.pathSeparator);
                Path source = own.resolve("sources")
                        .resolve(changed.getKey().substring(module.length() + "/src/main/java/".length()));
                Files.createDirectories(source.getParent());
                Files.writeString(source, changed.getValue());
                command.add(source.toString());
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        command.addAll(List.of("-cp", path.toString()));
        Path log = own.resolve("javac.log");
        if (run(command, root, log, TEST_MINUTES) != 0) {
            throw new IllegalStateException("canary " + canary.name() + " does not compile: see " + log);
        }
        return classes;
    }

    /** Whether its catcher notices these classes. */
    boolean isCaught(Canary canary, Path classes) {
        return switch (canary.catcher()) {
            case Catcher.Test test -> test(test.module(), List.of(test), classes.toString(), canary.name()) == 1;
            case Catcher.Harness harness -> tortured(canary, harness, classes);
        };
    }

    /** Whether the tests of a module pass with the product as it is. */
    boolean passes(String module, List<Catcher.Test> tests) {
        return test(module, tests, "", module.replace('/', '-')) == 0;
    }

    private int test(String module, List<Catcher.Test> tests, String before, String name) {
        List<String> command = new ArrayList<>(List.of(
                jdk("java"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx768m",
                "-ea",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Duser.timezone=Pacific/Chatham",
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dtally.root=" + root,
                "-Dtally.shared=" + root.resolveSibling("shared"),
                "-cp",
                String.join(
                        File.pathSeparator,
                        before,
                        root.resolve(module).resolve("target/test-classes").toString(),
                        classPath(module),
                        System.getProperty("java.class.path")),
                OneTest.class.getName()));
        tests.forEach(test -> command.add(test.type() + "#" + test.method()));
        return run(command, root.resolve(module), folder.resolve(name + ".log"), TEST_MINUTES);
    }

    /** A copy of the services gets the changed classes, and the harness must say that something is wrong. */
    private boolean tortured(Canary canary, Catcher.Harness harness, Path classes) {
        Path services = folder.resolve(canary.name()).resolve("services");
        copy(Path.of(System.getProperty("tally.services.jar")).getParent(), services);
        put(classes, services.resolve("lib/main"));
        Path runs = folder.resolve(canary.name()).resolve("runs");
        List<String> command = new ArrayList<>(List.of(
                jdk("java"),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dtally.torture.folder=" + runs,
                "-Dtally.cache=" + System.getProperty("tally.cache"),
                "-Dtally.services.jar=" + services.resolve("quarkus-run.jar"),
                "-cp",
                System.getProperty("java.class.path"),
                "io.tallystick.acceptance.torture.Main",
                "--seed=7",
                harness.option()));
        run(command, root, folder.resolve(canary.name() + ".log"), HARNESS_MINUTES);
        try {
            // Not the exit code alone: a run that broke down has caught nothing.
            Path ledger = runs.resolve("ledger.jsonl");
            return Files.exists(ledger) && Files.readString(ledger).contains("\"good\":false");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Each class takes the place of the one with its name, in whichever jar that is. */
    private static void put(Path classes, Path jars) {
        try (Stream<Path> own = Stream.of(jars)
                        .flatMap(folder -> Arrays.stream(folder.toFile().listFiles()))
                        .map(File::toPath)
                        .filter(jar -> jar.getFileName().toString().startsWith("io.tallystick."));
                Stream<Path> walked = Files.walk(classes)) {
            List<Path> changed = walked.filter(Files::isRegularFile).toList();
            for (Path jar : own.toList()) {
                try (FileSystem inside = FileSystems.newFileSystem(jar)) {
                    for (Path one : changed) {
                        Path place = inside.getPath(classes.relativize(one).toString());
                        if (place.getParent() != null && Files.exists(place.getParent())) {
                            Files.copy(one, place, StandardCopyOption.REPLACE_EXISTING);
                        }
                    }
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private String classPath(String module) {
        return classPaths.computeIfAbsent(module, one -> {
            Path target = root.resolve(one).resolve("target");
            try {
                return target.resolve("classes")
                        + File.pathSeparator
                        + Files.readString(target.resolve("test-classpath.txt")).strip();
            } catch (IOException missing) {
                throw new UncheckedIOException(missing);
            }
        });
    }

    private static String moduleOf(String file) {
        return file.substring(0, file.indexOf("/src/main/java/"));
    }

    private static String jdk(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    /** The exit code; -1 if it did not end in time. */
    private static int run(List<String> command, Path where, Path log, long minutes) {
        try {
            Files.createDirectories(log.getParent());
            Process process = new ProcessBuilder(command)
                    .directory(where.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Thread onInterrupt = new Thread(process::destroy, "canary-interrupted");
            Runtime.getRuntime().addShutdownHook(onInterrupt);
            try {
                return process.waitFor(minutes, TimeUnit.MINUTES) ? process.exitValue() : -1;
            } finally {
                process.destroy();
                Runtime.getRuntime().removeShutdownHook(onInterrupt);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting for a test", stopped);
        }
    }
}
