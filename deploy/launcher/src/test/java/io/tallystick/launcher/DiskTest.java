package io.tallystick.launcher;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {
    private static final Path HOME = Path.of("/srv/tally");

    @TempDir
    Path folder;

    @Test
    void a_start_on_a_full_disk_is_refused_with_the_remedy() {
        Disk almostFull = new Disk(HOME, Disk.NEEDED_BYTES - 1);
        Refusal refusal = assertThrows(Refusal.class, almostFull::checkRoom);
        assertEquals("disk_full", refusal.code());
        assertEquals(
                "Only 1,023 MB are free on the disk that holds /srv/tally and 1024 MB are needed: free some space, or set"
                        + " TALLY_HOME to a folder on another disk.",
                refusal.getMessage());
    }

    @Test
    void exactly_the_needed_room_is_enough() {
        assertDoesNotThrow(new Disk(HOME, Disk.NEEDED_BYTES)::checkRoom);
    }

    @Test
    void the_room_is_that_of_the_folder_to_be_even_before_it_is_made() {
        assertTrue(Disk.of(folder.resolve("not/yet/there")).freeBytes() > 0);
    }
}
