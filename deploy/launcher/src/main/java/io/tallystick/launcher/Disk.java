package io.tallystick.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The room on the disk that holds a folder.
 *
 * @param folder which disk
 * @param freeBytes usable by us
 */
record Disk(Path folder, long freeBytes) {
    /** A database that runs out of room in the middle of a close is no fun; with less than this we do not begin. */
    static final long NEEDED_BYTES = 1L << 30;

    static Disk of(Path folder) {
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            return new Disk(folder, Files.getFileStore(existing).getUsableSpace());
        } catch (IOException e) {
            throw new Refusal(
                    "folder_unusable", "The folder " + folder + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    void checkRoom() {
        if (freeBytes < NEEDED_BYTES) {
            throw new Refusal(
                    "disk_full",
                    "Only " + megabytes() + " MB are free on the disk that holds " + folder + " and "
                            + (NEEDED_BYTES >> 20)
                            + " MB are needed: free some space, or set TALLY_HOME to a folder on another disk.");
        }
    }

    String megabytes() {
        return String.format(Locale.ROOT, "%,d", freeBytes >> 20);
    }
}
