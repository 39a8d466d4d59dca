package io.tallystick.invoice.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final Map<String, BigDecimal> USD_10 = Map.of("USD", new BigDecimal("10.00"));
    private static final Map<String, BigDecimal> USD_4 = Map.of("USD", new BigDecimal("4.00"));
    private static final Map<String, BigDecimal> USD_6 = Map.of("USD", new BigDecimal("6.00"));
    private static final Carried NOTHING = new Carried(0, Map.of());

    @Test
    void invoiced_exceptional_and_skipped_lines_are_all_that_was_proven() {
        assertEquals(List.of(), new Outcome(2, 3, USD_6, 1, 1, USD_4, 1, NOTHING).against(proof(5)));
    }

    @Test
    void carried_lines_count_as_proven() {
        assertEquals(List.of(), new Outcome(2, 5, USD_10, 0, 0, Map.of(), 0, new Carried(2, USD_6)).against(proof4(3)));
    }

    @Test
    void a_cent_that_is_nowhere_is_named() {
        List<Comparison.Difference> differences =
                new Outcome(2, 5, USD_6, 0, 0, Map.of(), 0, NOTHING).against(proof(5));
        assertEquals(List.of(new Comparison.Difference(null, "amount USD", "10.00", "6.00")), differences);
    }

    @Test
    void a_line_that_is_nowhere_is_named() {
        assertEquals(
                List.of(new Comparison.Difference(null, "lines", "6", "5")),
                new Outcome(2, 5, USD_10, 0, 0, Map.of(), 0, NOTHING).against(proof(6)));
    }

    private static Proof proof(long lines) {
        return new Proof(Instant.EPOCH, 0, Map.of(), lines, USD_10, Map.of(), 0, List.of());
    }

    private static Proof proof4(long lines) {
        return new Proof(Instant.EPOCH, 0, Map.of(), lines, USD_4, Map.of(), 0, List.of());
    }
}
