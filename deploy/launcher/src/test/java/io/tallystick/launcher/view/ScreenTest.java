package io.tallystick.launcher.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScreenTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Instant now = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void in_a_pipe_the_moving_line_is_printed_every_two_seconds_and_at_its_end() {
        Screen screen = screen(false, StandardCharsets.UTF_8);
        for (String second : List.of("0", "1", "2", "3", "4", "5")) {
            screen.move(second);
            after(Duration.ofSeconds(1));
        }
        screen.line("done");
        assertEquals("2\n4\n5\ndone\n", said(StandardCharsets.UTF_8));
    }

    @Test
    void in_a_pipe_what_is_over_at_once_leaves_its_last_state_alone() {
        Screen screen = screen(false, StandardCharsets.UTF_8);
        screen.move("0 of 0 partitions");
        screen.move("12 of 12 partitions");
        screen.rest();
        screen.rest();
        assertEquals("12 of 12 partitions\n", said(StandardCharsets.UTF_8));
    }

    @Test
    void on_a_terminal_the_moving_line_is_written_over_and_taken_away() {
        Screen screen = screen(true, StandardCharsets.UTF_8);
        screen.move("1");
        after(Duration.ofMillis(100));
        screen.move("2");
        screen.line("done");
        assertEquals("\r\u001b[2K1\r\u001b[2K2\r\u001b[2Kdone\n", said(StandardCharsets.UTF_8));
    }

    @Test
    void a_terminal_that_knows_ascii_alone_gets_ascii() {
        screen(false, StandardCharsets.US_ASCII).line("✓ 2 × 3 " + Screen.bar(1, 2));
        assertEquals("+ 2 x 3 ##########..........\n", said(StandardCharsets.US_ASCII));
    }

    @Test
    void figures_keep_every_digit() {
        assertEquals("73,406", Text.count(73_406));
        assertEquals("1,234,567.8900", Text.decimal(new BigDecimal("1234567.8900")));
        assertEquals("-1,000.05", Text.decimal(new BigDecimal("-1000.05")));
        assertEquals("-0.05", Text.decimal(new BigDecimal("-0.05")));
        assertEquals("0", Text.decimal(BigDecimal.ZERO));
        assertEquals("1,000", Text.decimal(new BigDecimal("1E+3")));
    }

    @Test
    void cells_are_as_wide_as_asked() {
        assertEquals("   12.30", Text.right("12.30", 8));
        assertEquals("fee   ", Text.left("fee", 6));
        assertEquals("Ōtaut…", Text.left("Ōtautahi", 6));
    }

    private Screen screen(boolean terminal, Charset charset) {
        return new Screen(new PrintStream(bytes, true, charset), terminal, () -> now);
    }

    private void after(Duration time) {
        now = now.plus(time);
    }

    private String said(Charset charset) {
        return bytes.toString(charset).replace(System.lineSeparator(), "\n");
    }
}
