package io.tallystick.emitter;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A numbered folder that one process holds by a lock, so that several servers can share a place for their spools. The lock ends
 * with the process: what a killed one has left is claimed, and delivered, by the next.
 */
final class SpoolFolder implements Closeable {
    private static final int MOST = 1_000;

    /** What this process holds: to open and close the file of such a lock a second time would release it. */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private SpoolFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    Path path() {
        return path;
    }

    /** The first folder that nobody holds. */
    static SpoolFolder claim(Path place) throws IOException {
        for (int number = 0; number < MOST; number++) {
            Path path = place.resolve(Integer.toString(number));
            Files.createDirectories(path);
            Optional<SpoolFolder> claimed = tryClaim(path);
            if (claimed.isPresent()) {
                return claimed.get();
            }
        }
        throw new IOException(MOST + " processes have their spools in " + place + " already");
    }

    /** Folders with events that nobody holds any more. */
    static List<SpoolFolder> claimOrphans(Path place) throws IOException {
        List<Path> folders;
        try (Stream<Path> all = Files.list(place)) {
            folders = all.filter(SpoolFolder::hasEvents).sorted().toList();
        }
        List<SpoolFolder> orphans = new ArrayList<>();
        for (Path folder : folders) {
            tryClaim(folder).ifPresent(orphans::add);
        }
        return orphans;
    }

    private static boolean hasEvents(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".spool"));
        } catch (IOException gone) {
            return false;
        }
    }

    private static Optional<SpoolFolder> tryClaim(Path folder) throws IOException {
        Path path = folder.toRealPath();
        synchronized (HELD) {
            if (HELD.contains(path)) {
                return Optional.empty();
            }
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            HELD.add(path);
            return Optional.of(new SpoolFolder(path, channel, lock));
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            lock.release();
            channel.close();
            HELD.remove(path);
        }
    }
}
