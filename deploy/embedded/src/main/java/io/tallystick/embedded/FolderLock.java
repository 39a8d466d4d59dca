package io.tallystick.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One owner per folder, across processes. The operating system drops the lock when its holder dies in whatever way, so
 * that whoever gets it knows: a server still running in this folder is an orphan.
 */
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    static FolderLock take(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new EmbeddedException(
                        "folder_in_use",
                        "The folder " + folder + " is in use by another running process: stop that one first, or"
                                + " choose another folder.");
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new EmbeddedException(
                    "folder_unusable", "The folder " + folder + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new EmbeddedException("folder_unusable", "The lock cannot be released: " + e.getMessage() + ".", e);
        }
    }
}
