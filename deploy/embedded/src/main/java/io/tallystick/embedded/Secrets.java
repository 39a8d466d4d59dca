package io.tallystick.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Passwords that are made once, kept in files that their owner alone can read, and never shown. */
final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;

    Secrets(Path folder) {
        this.folder = folder;
    }

    /** The password of that name, made at the first call: 24 random bytes in URL-safe Base64. */
    String of(String name) {
        Path file = file(name);
        try {
            if (!Files.exists(file)) {
                write(file);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new EmbeddedException(
                    "secret_unusable", "The password file " + file + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    private void write(Path file) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        Path fresh = folder.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                fresh, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), StandardOpenOption.WRITE);
        // Whole or not at all: half a password after a crash would lock everyone out.
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
