package io.tallystick.rating.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Usage that a price says nothing about is refused by name; it is never billed as nothing. */
class NotPricedTest {
    private static final Price TWO = new PerUnit(new BigDecimal("2"));
    private static final Matrix GAP = new Matrix(
            List.of("class", "region"),
            List.of(new Matrix.Row(Map.of("class", "cold"), TWO), new Matrix.Row(Map.of("region", "eu"), TWO)),
            Optional.empty());

    @Test
    void a_combination_that_no_row_names_is_refused_by_its_values() {
        NotPriced refused = assertThrows(
                NotPriced.class,
                () -> GAP.price(groups(Map.of("class", "cold"), Map.of("region", "us", "class", "hot"))));

        assertEquals("no_matrix_row", refused.code());
        assertEquals(
                "No row of the matrix has a price for {class=hot, region=us}, and there is no otherwise.",
                refused.getMessage());
    }

    @Test
    void a_matrix_without_an_otherwise_prices_what_its_rows_name() {
        assertEquals(
                new BigDecimal("4"),
                GAP.price(groups(Map.of("class", "cold"), Map.of("region", "eu")))
                        .amount());
        assertTrue(GAP.covers(Map.of("class", "cold", "region", "us")));
        assertFalse(GAP.covers(Map.of("class", "hot")));
    }

    @Test
    void a_quantity_without_dimensions_falls_into_no_row_unless_it_is_nothing() {
        assertEquals(BigDecimal.ZERO, GAP.price(Usage.of("0")).amount());
        assertThrows(NotPriced.class, () -> GAP.price(Usage.of("1")));
        assertThrows(NotPriced.class, () -> GAP.price(new Usage.Transactions(List.of(BigDecimal.ONE))));
    }

    @Test
    void a_quantity_above_a_last_tier_that_ends_is_refused_and_one_at_its_end_is_not() {
        Price ends = new Stairstep(
                List.of(new Stairstep.Stair(Optional.of(new BigDecimal("10")), new BigDecimal("5"))), true);

        assertEquals(new BigDecimal("5"), ends.price(Usage.of("10")).amount());
        NotPriced refused = assertThrows(NotPriced.class, () -> ends.price(Usage.of("10.5")));
        assertEquals("quantity_above_last_tier", refused.code());
        assertEquals(
                "The quantity 10.5 has no price: the last tier ends at 10. Leave upTo out on the last tier.",
                refused.getMessage());
    }

    private static Usage groups(Map<String, String> first, Map<String, String> second) {
        return new Usage.Groups(
                List.of(new Usage.Group(first, BigDecimal.ONE), new Usage.Group(second, BigDecimal.ONE)));
    }
}
