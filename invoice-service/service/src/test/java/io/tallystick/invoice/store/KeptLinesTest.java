package io.tallystick.invoice.store;

import static io.tallystick.invoice.Lines.DECEMBER;
import static io.tallystick.invoice.Lines.NOVEMBER;
import static io.tallystick.invoice.Lines.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallystick.invoice.Lines;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.RatedLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The short way over a line that was kept says what the message says, and its digest is that of what stands there now. */
class KeptLinesTest {
    private static final RatedLine USAGE = Lines.usage("acme", OCTOBER, NOVEMBER, "12000", "10.00");
    private static final List<RatedLine> LINES = List.of(
            USAGE,
            USAGE.withRevision(Long.MAX_VALUE),
            Lines.fee("größe 😀 \"x\"", OCTOBER, NOVEMBER, "49.00"),
            Lines.adjustment(USAGE, DECEMBER, "-3", "-0.01"));

    private final KeptLines kept = new KeptLines();

    private static String text(RatedLine line) {
        return new String(Json.bytes(line), StandardCharsets.UTF_8);
    }

    @Test
    void a_line_is_read_as_it_was_written_with_its_digest() {
        for (RatedLine line : LINES) {
            RatedLine read = kept.read(text(line), line.digest());
            assertThat(read).isEqualTo(line);
            assertThat(kept.digestOf(read)).isEqualTo(line.digest());
        }
    }

    @Test
    void a_line_that_was_changed_in_the_database_has_the_digest_of_what_it_says_now() {
        String changed = text(USAGE).replace("12000", "12001");
        RatedLine read = kept.read(changed, USAGE.digest());
        assertThat(kept.digestOf(read)).isEqualTo(read.digest()).isNotEqualTo(USAGE.digest());
    }

    @Test
    void a_message_in_another_form_is_read_as_well() {
        String spaced = text(USAGE).replace("\":", "\" : ");
        RatedLine read = kept.read(spaced, new Hash128(1, 2));
        assertThat(read).isEqualTo(USAGE);
        assertThat(kept.digestOf(read)).isEqualTo(USAGE.digest());
    }
}
