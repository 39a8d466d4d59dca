package io.tallystick.testkit;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Ends the pair when the JVM ends. The data are worthless by then, so that a kill is good enough; and the class loader
 * of this class may be closed by then, so that everything it needs is of the JDK, or was loaded with it.
 */
final class EndOfPair extends Thread {
    private static final Delete DELETE = new Delete();

    private final ProcessHandle postgres;
    private final ProcessHandle kafka;
    private final Path folder;

    EndOfPair(ProcessHandle postgres, ProcessHandle kafka, Path folder) {
        super("end-of-pair");
        this.postgres = postgres;
        this.kafka = kafka;
        this.folder = folder;
    }

    @Override
    public void run() {
        kafka.destroyForcibly();
        // Its children end by themselves when they see that it is gone.
        ProcessHandle[] backends = postgres.children().toArray(ProcessHandle[]::new);
        postgres.destroyForcibly();
        for (ProcessHandle backend : backends) {
            backend.destroyForcibly();
        }
        deleteTree(folder);
    }

    /** Deletes what it can; the next test run deletes the rest. */
    static void deleteTree(Path folder) {
        try {
            Files.walkFileTree(folder, DELETE);
        } catch (IOException e) {
            System.err.println("Left behind: " + folder);
        }
    }

    private static final class Delete extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
