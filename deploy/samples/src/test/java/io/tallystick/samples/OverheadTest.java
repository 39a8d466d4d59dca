package io.tallystick.samples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The figures of a quiet machine come from {@code ./tally bench wrapper}; the middle holds on a busy one, too. */
@Tag("integration")
class OverheadTest {
    @Test
    void the_wrapper_adds_less_than_50_microseconds_to_half_of_the_calls() throws IOException {
        Overhead.Figures figures = Overhead.measure(5_000);

        long added = figures.wrapped().p50() - figures.bare().p50();
        assertTrue(0 < added && added < 50_000, () -> figures.toString());
    }
}
