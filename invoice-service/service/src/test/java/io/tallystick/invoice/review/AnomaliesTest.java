package io.tallystick.invoice.review;

import static io.tallystick.invoice.Lines.NOVEMBER;
import static io.tallystick.invoice.Lines.OCTOBER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tallystick.invoice.Lines;
import io.tallystick.schemas.rated.RatedLine;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnomaliesTest {
    private static final Scores NONE = (value, trail) -> Optional.empty();

    private static List<String> codes(Scores scores, String total, List<RatedLine> before, List<RatedLine> now) {
        return new Anomalies(scores)
                .find("USD", new BigDecimal(total), List.of(), before, now).stream()
                        .map(Anomaly::code)
                        .toList();
    }

    private static List<RatedLine> calls(String quantity) {
        return List.of(Lines.usage("acme", OCTOBER, NOVEMBER, quantity, "1.00"));
    }

    @Test
    void a_total_below_zero_is_odd() {
        assertEquals(List.of("negative_total"), codes(NONE, "-0.01", List.of(), List.of()));
        assertEquals(List.of(), codes(NONE, "0.00", List.of(), List.of()));
    }

    @Test
    void a_quantity_that_moved_by_the_factor_between_two_units_is_odd() {
        assertEquals(List.of("unit_mismatch"), codes(NONE, "1", calls("500"), calls("505000")));
        assertEquals(List.of("unit_mismatch"), codes(NONE, "1", calls("505000"), calls("500")));
        assertEquals(List.of("unit_mismatch"), codes(NONE, "1", calls("10"), calls("36000")));
        assertEquals(List.of(), codes(NONE, "1", calls("500"), calls("400000")));
        assertEquals(List.of(), codes(NONE, "1", calls("0"), calls("1000")));
    }

    @Test
    void a_total_far_from_the_usual_one_is_odd_by_distance_and_by_factor() {
        assertEquals(
                List.of("unusual_total", "factor_over_median"),
                codes((value, trail) -> Optional.of(new Scores.Score(100, 3.6, 3.1)), "310.00", List.of(), List.of()));
        assertEquals(
                List.of(),
                codes((value, trail) -> Optional.of(new Scores.Score(100, 3.5, 3.0)), "300.00", List.of(), List.of()));
    }

    @Test
    void a_trifle_is_never_odd() {
        assertEquals(
                List.of(),
                codes((value, trail) -> Optional.of(new Scores.Score(1, 99, 9)), "9.00", List.of(), List.of()));
    }
}
