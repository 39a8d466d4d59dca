package io.tallystick.launcher;

import io.tallystick.embedded.AotCache;
import io.tallystick.embedded.ChildProcess;
import io.tallystick.embedded.EmbeddedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Makes the caches that the next start of this build begins from, behind the back of the stack that has just started: {@link TrainCommand} in
 * a process of its own that gets only what nobody else wants of the processors. Whatever goes wrong, there is no cache and everything
 * works as before; it is not tried again with this build.
 */
final class Training {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final Home home;
    private Optional<ChildProcess> process = Optional.empty();

    Training(Home home) {
        this.home = home;
    }

    /** Begins, if {@code ./tally} asks for caches and this build has none; returns at once. */
    void begin() {
        if (!Boolean.getBoolean("tally.train") || home.launcherCache().exists() || Files.exists(givenUp())) {
            return;
        }
        try {
            Files.createDirectories(home.aot());
            ChildProcess started = ChildProcess.startTied(
                    new ChildProcess.Start(command(), Map.of(), home.folder(), home.log("training")));
            process = Optional.of(started);
            CompletableFuture<Void> _ = started.handle().onExit().thenRun(() -> ended(started));
        } catch (IOException | EmbeddedException unwritable) {
            // A build that belongs to somebody else: it starts as it is.
            process = Optional.empty();
        }
    }

    /** Ends it if it is still under way. */
    void stop() {
        process.ifPresent(one -> {
            if (!one.end("TERM", STOP_PATIENCE)) {
                one.kill();
            }
        });
    }

    /** Of the other programs the caches are there; that of the launcher could not be made while it ran. */
    private void ended(ChildProcess training) {
        AotCache cache = home.launcherCache();
        try {
            if (home.servicesCache().exists() && home.brokerCache().exists() && !cache.exists()) {
                cache.make(java(), classPath(), home.log("training"), TrainCommand.LIMIT);
                return;
            }
            cache.discardTraining();
            if (training.output().contains(TrainCommand.GIVEN_UP)) {
                Files.createFile(givenUp());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A sign that this JDK and this build do not get along with a cache. */
    private Path givenUp() {
        return home.launcherCache().file().resolveSibling("given-up");
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(java());
        command.addAll(home.launcherCache().trainingOptions());
        command.add("-Dtally.home=" + home.folder());
        command.add("-Dtally.build=" + home.build());
        command.addAll(List.of("-cp", classPath(), Main.class.getName(), "train"));
        return command;
    }

    /** As this process was started, but at the lowest priority and without its own cache. */
    private static List<String> java() {
        List<String> java = new ArrayList<>(List.of(
                "nice",
                "-n",
                "19",
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-XX:AOT"))
                .forEach(java::add);
        java.add("-Xmx128m");
        return java;
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }
}
