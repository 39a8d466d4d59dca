package io.tallystick.schemas.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-01T00:00:00Z", "2026-11-01T23:59:59.999999999Z", "2026-11-01T00:00:00.1Z",
                        "2024-02-29T12:00:00.000001Z",
                "2026-11-01T00:00:00+05:30", "2026-11-01T00:00Z", "0000-01-01T00:00:00Z", "2026-11-01T00:00:00.Z"
            })
    void a_time_is_read_as_the_formatter_reads_it(String text) {
        assertEquals(byFormatter(text), EventTime.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-11-01",
                "2026-11-01T00:00:00",
                "2026-02-30T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-11-01T24:00:00Z",
                "2026-11-01T00:60:00Z",
                "2026-11-01T00:00:60Z",
                "2026-11-01 00:00:00Z",
                "2026-11-01T00:00:00.1234567890Z",
                "2026-11-01T00:00:00.12x4Z",
                "２０26-11-01T00:00:00Z"
            })
    void what_the_formatter_refuses_is_refused(String text) {
        assertThrows(DateTimeException.class, () -> byFormatter(text));
        assertThrows(DateTimeException.class, () -> EventTime.parse(text));
    }

    @Test
    void any_instant_is_read_back_from_its_text() {
        Random random = new Random(20_261_103);
        for (int i = 0; i < 10_000; i++) {
            int unit = switch (i % 4) {
                case 0 -> 1_000_000_000;
                case 1 -> 1_000_000;
                case 2 -> 1_000;
                default -> 1;
            };
            Instant time = Instant.ofEpochSecond(
                    random.nextLong(0, 7_000_000_000L), random.nextInt(1_000_000_000) / unit * (long) unit);

            assertEquals(time, EventTime.parse(time.toString()));
        }
    }

    private static Instant byFormatter(String text) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
    }
}
