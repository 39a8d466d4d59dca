package io.tallystick.launcher.send;

import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * How far a file was sent.
 *
 * @param mapping digest of the mapping
 * @param rows data rows that need not be sent again
 * @param rowsDigest digest of these rows, so that a file that changed is noticed
 * @param accepted how many of them the log has
 * @param refused how many the door refused
 * @param unmappable how many could not become events
 * @param complete whether these are all rows of the file
 */
record SendState(
        String mapping, long rows, String rowsDigest, long accepted, long refused, long unmappable, boolean complete) {

    static SendState begin(String mapping) {
        return new SendState(mapping, 0, "", 0, 0, 0, false);
    }

    /** The state in a file, empty if there is none. */
    static Optional<SendState> load(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(Files.readAllBytes(file), SendState.class));
        } catch (IOException | UncheckedIOException broken) {
            throw new MappingException("the state file " + file + " cannot be read (" + broken.getMessage()
                    + "); remove it to send from the first row again, repeats do no harm");
        }
    }

    /** Replaces the file in one step, so that a crash leaves the old state or the new one. */
    void save(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path next = Files.createTempFile(folder, file.getFileName().toString(), ".next");
        Files.write(next, Json.bytes(this));
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
