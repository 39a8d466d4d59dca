package io.tallystick.launcher.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.launcher.client.BatchAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvSenderTest {
    private static final Mapping MAPPING = Mapping.of(List.of(
            "type=const:org.example.llm.v1",
            "subject=customer",
            "time=at",
            "time.format=yyyy-MM-dd HH:mm:ss",
            "time.zone=UTC",
            "data.tokens=tokens"));

    @TempDir
    private Path folder;

    private final List<String> log = new ArrayList<>();
    private final Heard heard = new Heard();

    @BeforeEach
    void a_file_of_ten_rows() throws IOException {
        write(10);
    }

    @Test
    void every_row_is_sent_once_and_the_state_says_so() throws IOException {
        SendState state = sender().run();
        assertEquals(10, log.size());
        assertEquals(10, distinct());
        assertTrue(state.complete());
        assertEquals(10, state.accepted());
    }

    @Test
    void a_second_run_sends_nothing() throws IOException {
        sender().run();
        SendState state = sender().run();
        assertEquals(10, log.size());
        assertEquals(10, state.accepted());
        assertEquals(10, heard.resumedAt);
    }

    @Test
    void a_run_that_breaks_off_goes_on_behind_the_last_batch_that_was_taken() throws IOException {
        CsvSender breaking = new CsvSender(input(MAPPING), this::takeOneBatch, heard);
        assertThrows(IllegalStateException.class, breaking::run);
        assertEquals(4, log.size());
        SendState state = sender().run();
        assertEquals(10, log.size());
        assertEquals(10, distinct());
        assertEquals(10, state.accepted());
        assertEquals(4, heard.resumedAt);
    }

    @Test
    void equal_rows_on_both_sides_of_a_break_keep_their_ids() throws IOException {
        Files.writeString(file(), "customer,at,tokens\n" + "acme,2026-10-01 00:00:00,5\n".repeat(6));
        CsvSender breaking = new CsvSender(input(MAPPING), this::takeOneBatch, heard);
        assertThrows(IllegalStateException.class, breaking::run);
        sender().run();
        assertEquals(6, log.size());
        assertEquals(6, distinct());
    }

    @Test
    void a_batch_of_which_the_answer_was_lost_is_sent_again_with_the_same_ids() throws IOException {
        CsvSender breaking = new CsvSender(
                input(MAPPING),
                events -> {
                    take(events);
                    throw new IllegalStateException("the line broke after the door had taken the batch");
                },
                heard);
        assertThrows(IllegalStateException.class, breaking::run);
        sender().run();
        assertEquals(14, log.size());
        assertEquals(10, distinct());
    }

    @Test
    void rows_that_were_added_to_the_file_are_sent_by_the_next_run() throws IOException {
        sender().run();
        write(13);
        SendState state = sender().run();
        assertEquals(13, log.size());
        assertEquals(13, state.rows());
    }

    @Test
    void a_file_that_changed_before_the_place_reached_is_sent_from_its_first_row() throws IOException {
        sender().run();
        Files.writeString(file(), "customer,at,tokens\nacme,2026-10-01 00:00:00,5\n");
        sender().run();
        assertTrue(heard.changed);
        assertEquals(11, log.size());
    }

    @Test
    void another_mapping_begins_at_the_first_row() throws IOException {
        sender().run();
        Mapping other = Mapping.of(
                List.of("type=const:org.example.other.v1", "subject=customer", "time=at", "time.format=iso"));
        assertEquals(0, new CsvSender(input(other), this::take, heard).run().accepted());
        assertEquals(10, heard.refused.size());
    }

    @Test
    void a_bad_row_is_named_by_its_line_and_the_others_go_on() throws IOException {
        Files.writeString(file(), """
                customer,at,tokens
                acme,2026-10-01 00:00:00,1
                acme,never,2
                acme
                refuse-me,2026-10-01 00:00:00,"4
                "
                acme,2026-10-01 00:00:00,5
                """);
        SendState state = sender().run();
        assertEquals(2, log.size());
        assertEquals(
                List.of("3 invalid_time", "4 wrong_column_count", "5 unknown_type"),
                heard.refused.stream().sorted().toList());
        assertEquals(2, state.accepted());
        assertEquals(1, state.refused());
        assertEquals(2, state.unmappable());
        assertTrue(state.complete());
    }

    @Test
    void a_quote_that_never_ends_is_reported_and_the_run_is_not_complete() throws IOException {
        Files.writeString(file(), "customer,at,tokens\nacme,2026-10-01 00:00:00,1\nacme,\"2026\n");
        SendState state = sender().run();
        assertFalse(state.complete());
        assertEquals(1, log.size());
        assertEquals(List.of("3 broken_file"), heard.refused);
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_first_column() throws IOException {
        Files.writeString(file(), "\uFEFFcustomer,at,tokens\nacme,2026-10-01 00:00:00,1\n");
        sender().run();
        assertEquals(1, log.size());
    }

    private CsvSender sender() {
        return new CsvSender(input(MAPPING), this::take, heard);
    }

    private CsvSender.Input input(Mapping mapping) {
        return new CsvSender.Input(
                file(),
                StandardCharsets.UTF_8,
                ',',
                mapping,
                folder.resolve("state").resolve("rows.json"),
                4);
    }

    private Path file() {
        return folder.resolve("rows.csv");
    }

    private void write(int rows) throws IOException {
        StringBuilder text = new StringBuilder("customer,at,tokens\n");
        for (int i = 0; i < rows; i++) {
            text.append("acme,2026-10-01 00:00:0")
                    .append(i % 10)
                    .append(',')
                    .append(i)
                    .append('\n');
        }
        Files.writeString(file(), text);
    }

    private BatchAnswer take(List<byte[]> events) {
        List<BatchAnswer.Refused> refused = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            String event = new String(events.get(i), StandardCharsets.UTF_8);
            if (event.contains("refuse-me")) {
                refused.add(new BatchAnswer.Refused(i, "unknown_type", "/type", "no meter takes it"));
            } else {
                log.add(event);
            }
        }
        return new BatchAnswer(events.size() - refused.size(), refused);
    }

    private BatchAnswer takeOneBatch(List<byte[]> events) {
        if (!log.isEmpty()) {
            throw new IllegalStateException("the door is closed");
        }
        return take(events);
    }

    private int distinct() {
        Set<String> ids = new HashSet<>();
        for (String event : log) {
            ids.add(event.substring(event.indexOf("\"id\"")));
        }
        return ids.size();
    }

    private static final class Heard implements SendListener {
        private final List<String> refused = new ArrayList<>();
        private long resumedAt;
        private boolean changed;

        @Override
        public void resumed(long rows) {
            resumedAt = rows;
        }

        @Override
        public void changed() {
            changed = true;
        }

        @Override
        public void refused(long line, String code, String detail) {
            refused.add(line + " " + code);
        }

        @Override
        public void sent(SendState state, long bytesRead, long bytes) {
            assertTrue(bytesRead <= bytes);
        }
    }
}
