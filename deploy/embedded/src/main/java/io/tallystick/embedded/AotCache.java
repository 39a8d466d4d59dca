package io.tallystick.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file from which a Java program starts in a fraction of the time: its classes read, linked and profiled ahead of time (JEP 483, 514,
 * 515). A training run leaves a record, and from the record the cache is made.
 *
 * <p>It belongs to one JDK, whose version is in its name, and to the very jars of one class path, whose sizes and times the virtual machine
 * compares: a cache that does not fit is passed over, and so is one that is not there. So it can be deleted at any time.
 *
 * @param file the cache, whether or not it is there
 */
public record AotCache(Path file) {
    /** The cache of {@code program} in a folder, for the JDK that runs this process. */
    public static AotCache in(Path folder, String program) {
        return new AotCache(folder.resolve(program + "-" + Runtime.version() + ".aot"));
    }

    /** Whether there is one. */
    public boolean exists() {
        return Files.isRegularFile(file);
    }

    /** Options of {@code java} for a start from the cache; none if there is no cache. */
    public List<String> options() {
        return exists() ? List.of("-XX:AOTCache=" + file) : List.of();
    }

    /** Options of {@code java} for a training run, which leaves its record when it ends. */
    public List<String> trainingOptions() {
        return List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + training(), "-Xlog:aot*=error");
    }

    /**
     * Makes the cache from the record of a training run, which is deleted. The file appears whole or not at all.
     *
     * @param java the {@code java} of the training run and its options, without the program
     * @param classPath of the training run
     * @param log where the virtual machine says what it does
     * @param limit how long it may take
     * @throws EmbeddedException {@code cache_failed}
     */
    public void make(List<String> java, String classPath, Path log, Duration limit) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        List<String> command = new ArrayList<>(java);
        command.add("-XX:AOTMode=create");
        command.add("-XX:AOTConfiguration=" + training());
        command.add("-XX:AOTCache=" + unfinished);
        command.add("-Xlog:aot*=error");
        try {
            ChildProcess maker = ChildProcess.startTied(
                    new ChildProcess.Start(command, Map.of("CLASSPATH", classPath), file.getParent(), log));
            if (!maker.awaitEnd(limit)) {
                maker.kill();
            }
            if (!Files.isRegularFile(unfinished)) {
                throw new EmbeddedException(
                        "cache_failed", "No cache was made of " + training() + ", see " + log + ".");
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EmbeddedException("cache_failed", "The cache " + file + " cannot be written.", e);
        } finally {
            delete(training());
            delete(unfinished);
        }
    }

    /** Deletes the record of a training run that was cut short. */
    public void discardTraining() {
        delete(training());
    }

    private Path training() {
        return file.resolveSibling(file.getFileName() + ".training");
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new EmbeddedException("cache_failed", path + " cannot be deleted.", e);
        }
    }
}
