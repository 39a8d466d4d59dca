package io.tallystick.acceptance.torture;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A disk in memory that can be full. It is mounted in the private namespace of this process ({@code unshare --mount}), so that it
 * goes away with the last process that uses it, however that ends.
 */
final class SmallDisk {
    /** Said by whoever has started this process in a namespace of its own; without it nothing is mounted. */
    static final String PROPERTY = "tally.torture.own-mounts";

    private static final String SIZE = "768m";
    private static final int LARGE = 1 << 20;
    private static final int SMALL = 1 << 10;

    private final Path ballast;

    private SmallDisk(Path ballast) {
        this.ballast = ballast;
    }

    /** Mounted at this folder, or nothing where that is not allowed. */
    static Optional<SmallDisk> at(Path folder) {
        if (!Boolean.getBoolean(PROPERTY)) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(folder);
            Process mount = new ProcessBuilder(
                            "mount", "-t", "tmpfs", "-o", "mode=0700,size=" + SIZE, "tally-torture", folder.toString())
                    .redirectErrorStream(true)
                    .start();
            mount.getInputStream().readAllBytes();
            return mount.waitFor() == 0 ? Optional.of(new SmallDisk(folder.resolve("ballast"))) : Optional.empty();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while mounting", stopped);
        }
    }

    /** Takes all that is left, to the last kilobyte. */
    void fill() {
        for (int piece : new int[] {LARGE, SMALL}) {
            try (OutputStream out =
                    Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(new byte[piece]);
                }
            } catch (IOException full) {
                // As it shall be.
            }
        }
    }

    /** Gives everything back. */
    void clear() {
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
