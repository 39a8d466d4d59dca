package io.tallystick.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs of this machine, unpacked once into a folder that any number of servers can share. */
final class PostgresBinaries {
    /** Part of the folder's name, so that another version of the programs never mixes with this one. */
    private static final String VERSION = "18.3.0";

    private PostgresBinaries() {}

    /** The folder with {@code bin}, {@code lib} and {@code share}; unpacks at the first call (about two seconds). */
    static Path unpackedIn(Path cache) {
        String archive = "postgres-" + platform() + ".txz";
        Path home = cache.resolve("postgresql-" + VERSION + "-" + platform());
        if (Files.isDirectory(home)) {
            return home;
        }
        Path half = cache.resolve(
                home.getFileName() + ".unpacking." + ProcessHandle.current().pid());
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
            if (packed == null) {
                throw new EmbeddedException(
                        "platform_unsupported",
                        "There is no PostgreSQL for this platform (" + platform() + ", " + archive
                                + " is not on the class path). Supported are Linux with glibc and macOS on x86_64 and arm64.");
            }
            Files.createDirectories(half);
            unpack(packed, half);
            publish(half, home);
            return home;
        } catch (IOException e) {
            throw new EmbeddedException(
                    "unpack_failed", "PostgreSQL cannot be unpacked into " + cache + ": " + e.getMessage() + ".", e);
        }
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        return system + "-" + arch;
    }

    private static void unpack(InputStream packed, Path into) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("entry " + entry.getName() + " leaves the folder");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(target.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, target);
                    Files.setPosixFilePermissions(
                            target,
                            PosixFilePermissions.fromString((entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x"));
                }
            }
        }
    }

    /** Two processes may unpack at the same time; the first to rename wins, the other uses the winner's. */
    private static void publish(Path half, Path home) throws IOException {
        try {
            Files.move(half, home, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            try (Stream<Path> paths = Files.walk(half)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
