package io.tallystick.schemas.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class PreciseAmountTest {
    private static final PreciseAmount USD_1_50 = PreciseAmount.of("USD", "1.50");
    private static final PreciseAmount USD_2 = PreciseAmount.of("USD", "2");
    private static final PreciseAmount EUR_2 = PreciseAmount.of("EUR", "2");

    @Test
    void equal_amounts_are_equal_records() {
        assertEquals(PreciseAmount.of("USD", "1.5"), USD_1_50);
        assertEquals("1.5", USD_1_50.text());
        assertEquals("USD 1.5", USD_1_50.toString());
    }

    /** Defect 6: binary floating point. */
    @Test
    void a_tenth_added_ten_times_is_one() {
        PreciseAmount sum = PreciseAmount.zero(CurrencyUnit.of("USD"));
        for (int i = 0; i < 10; i++) {
            sum = sum.plus(PreciseAmount.of("USD", "0.1"));
        }
        assertEquals(PreciseAmount.of("USD", "1"), sum);
    }

    /** Defect 2: a rate that is rounded to cents before it is multiplied bills nothing. */
    @Test
    void a_small_rate_times_a_large_quantity_is_exact() {
        PreciseAmount exact = PreciseAmount.of("USD", "0.0004").times(new BigDecimal("1000000.5"));

        assertEquals("400.0002", exact.text());
        assertEquals("400.00", exact.round(Rounding.RATED_LINE).text());
    }

    /** Defect 17: 55 × 0.067 is 3.685, shown as 3.69. */
    @Test
    void the_unrounded_amount_stays_beside_the_rounded_one() {
        PreciseAmount exact = PreciseAmount.of("USD", "0.067").times(new BigDecimal("55"));

        assertEquals("3.685", exact.text());
        assertEquals(Money.of("USD", "3.69"), exact.round(Rounding.RATED_LINE));
    }

    @Test
    void a_fraction_is_divided_last() {
        PreciseAmount tenDays = PreciseAmount.of("USD", "49.00").timesFraction(BigDecimal.TEN, new BigDecimal("31"));

        assertEquals("15.806451612903225806451612", tenDays.text());
        assertEquals(
                PreciseAmount.of("USD", "49"),
                PreciseAmount.of("USD", "49").timesFraction(new BigDecimal("31"), new BigDecimal("31")));
    }

    @Test
    void arithmetic_and_order() {
        assertEquals(PreciseAmount.of("USD", "3.5"), USD_1_50.plus(USD_2));
        assertEquals(PreciseAmount.of("USD", "-0.5"), USD_1_50.minus(USD_2));
        assertEquals(USD_1_50, USD_1_50.min(USD_2));
        assertEquals(USD_2, USD_1_50.max(USD_2));
        assertEquals(USD_2, USD_2.max(USD_2));
        assertEquals(USD_1_50, USD_2.min(USD_1_50));
        assertEquals(-1, USD_2.negate().signum());
        assertEquals(PreciseAmount.of("USD", "0.75"), USD_1_50.dividedBy(new BigDecimal("2")));
        assertTrue(USD_1_50.compareTo(USD_2) < 0);
    }

    @Test
    void currencies_never_mix() {
        CurrencyMismatch mismatch = assertThrows(CurrencyMismatch.class, () -> USD_2.plus(EUR_2));
        assertEquals("currency_mismatch", mismatch.code());
        assertTrue(
                mismatch.getMessage().contains("USD") && mismatch.getMessage().contains("EUR"));
        assertThrows(CurrencyMismatch.class, () -> USD_2.minus(EUR_2));
        assertThrows(CurrencyMismatch.class, () -> USD_2.compareTo(EUR_2));
    }
}
