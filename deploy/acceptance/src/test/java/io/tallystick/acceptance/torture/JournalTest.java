package io.tallystick.acceptance.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    Path folder;

    @Test
    void an_event_is_promised_by_any_answer_of_success_and_open_as_long_as_there_was_none() {
        Path file = folder.resolve("journal.txt");
        try (Journal journal = Journal.in(file)) {
            long first = journal.asks(List.of(1, 2, 3));
            long second = journal.asks(List.of(4, 5));
            journal.failed(first, 503);
            journal.failed(second, 0);
            journal.accepted(journal.asks(List.of(1, 2, 3)), List.of(2));
            journal.asks(List.of(6));
        }
        Journal.Promises promises = Journal.read(file);
        assertEquals(Set.of(1, 2, 3, 4, 5, 6), promises.sent());
        assertEquals(Set.of(1, 3), promises.accepted());
        assertEquals(Set.of(2), promises.refused());
        assertTrue(promises.isOpen(4));
        // Its sender was cut off before any answer came.
        assertTrue(promises.isOpen(6));
        assertFalse(promises.isOpen(1));
        assertFalse(promises.isOpen(2));
        assertFalse(promises.isOpen(7));
    }
}
