package io.tallystick.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    @TempDir
    Path folder;

    @Test
    void what_is_written_is_read() {
        StateFile file = new StateFile(folder.resolve("state.json"));
        StackState starting = new StackState(
                StackState.Phase.STARTING,
                Optional.empty(),
                Optional.empty(),
                11,
                Optional.empty(),
                Ports.DEFAULT,
                Instant.parse("2026-11-01T00:00:00Z"));
        StackState ready = starting.withServices(Optional.of(12L))
                .in(StackState.Phase.READY)
                .saying("Kafka was started again.");
        file.write(starting);
        assertEquals(Optional.of(starting), file.read());
        file.write(ready);
        assertEquals(Optional.of(ready), file.read());
        StackState failed = ready.failed("disk_full", "No room is left.");
        file.write(failed);
        assertEquals(Optional.of(failed), file.read());
    }

    @Test
    void what_cannot_be_understood_is_no_state() throws IOException {
        Path file = folder.resolve("state.json");
        assertEquals(Optional.empty(), new StateFile(file).read());
        for (String text : new String[] {"", "{", "[]", "{\"phase\":\"DANCING\"}"}) {
            Files.writeString(file, text);
            assertEquals(Optional.empty(), new StateFile(file).read(), text);
        }
    }
}
