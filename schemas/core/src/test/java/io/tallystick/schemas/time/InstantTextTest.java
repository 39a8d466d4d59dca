package io.tallystick.schemas.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-01T00:00:00Z",
                "2024-02-29T23:59:59.999999999Z",
                "1969-12-31T23:59:59.100Z",
                "0000-01-01T00:00:00Z",
                "-0001-12-31T23:59:59.999999999Z",
                "9999-12-31T23:59:59.999999Z",
                "+10000-01-01T00:00:00Z"
            })
    void a_time_is_written_as_the_formatter_writes_it(String text) {
        assertEquals(text, Instant.parse(text).toString());
        assertEquals(text, InstantText.of(Instant.parse(text)));
    }

    @Test
    void any_instant_is_written_as_the_formatter_writes_it() {
        Random random = new Random(20_261_123);
        for (int i = 0; i < 10_000; i++) {
            int unit = Integer.parseInt("1" + "0".repeat(random.nextInt(10)));
            Instant time = Instant.ofEpochSecond(
                    random.nextLong(-70_000_000_000L, 260_000_000_000L),
                    random.nextInt(1_000_000_000) / unit * (long) unit);

            assertEquals(time.toString(), InstantText.of(time));
        }
    }
}
