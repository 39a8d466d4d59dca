package io.tallystick.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One owner per folder, across processes. The operating system drops the lock when its holder dies in whatever way, so
 * that whoever gets it knows: a server still running in this folder is an orphan.
 */
public final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, if nobody holds it.
     *
     * @param folder made if it is not there
     * @throws EmbeddedException {@code folder_unusable}
     */
    public static Optional<FolderLock> tryTake(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(file(folder), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                return Optional.empty();
            }
            channel.truncate(0);
            channel.write(StandardCharsets.US_ASCII.encode(
                    Long.toString(ProcessHandle.current().pid())));
            return Optional.of(new FolderLock(channel));
        } catch (IOException e) {
            throw new EmbeddedException(
                    "folder_unusable", "The folder " + folder + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    static FolderLock take(Path folder) {
        return tryTake(folder)
                .orElseThrow(() -> new EmbeddedException(
                        "folder_in_use",
                        "The folder " + folder + " is in use by another running process: stop that one first, or"
                                + " choose another folder."));
    }

    /** The process that took the lock last, whether or not it still lives; empty if nobody ever did. */
    public static OptionalLong lastHolder(Path folder) {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(file(folder)).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static Path file(Path folder) {
        return folder.resolve("lock");
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Gives the folder free. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new EmbeddedException("folder_unusable", "The lock cannot be released: " + e.getMessage() + ".", e);
        }
    }
}
