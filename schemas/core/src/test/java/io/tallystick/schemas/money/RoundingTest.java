package io.tallystick.schemas.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundingTest {

    @ParameterizedTest
    @CsvSource({
        "USD, 3.684999999999, 3.68",
        "USD, 3.685, 3.69",
        "USD, 3.6850000000001, 3.69",
        "USD, -10.125, -10.13",
        "USD, -10.1249, -10.12",
        "USD, 400.0002, 400.00",
        "JPY, 99.5, 100",
        "JPY, -100.4, -100",
        "JPY, -99.5, -100",
        "KWD, 1.0005, 1.001",
        "CLF, 1.00005, 1.0001",
    })
    void a_line_is_rounded_half_away_from_zero_to_the_minor_unit(String currency, String exact, String shown) {
        assertEquals(
                shown,
                PreciseAmount.of(currency, exact).round(Rounding.RATED_LINE).text());
    }

    @ParameterizedTest
    @CsvSource({
        "UNITS_UP, 1.247, 0, 2",
        "UNITS_UP, 2, 0, 2",
        "UNITS_UP, -2.5, 0, -2",
        "UNITS_DOWN, 1.999, 0, 1",
        "UNITS_DOWN, 123.456, 2, 123.45",
        "UNITS_DOWN, 123.456, -2, 100",
        "UNITS_DOWN, -2.5, 0, -3",
        "UNITS_HALF_UP, 2.5, 0, 3",
        "UNITS_HALF_UP, 2.4, 0, 2",
        "UNITS_HALF_UP, -2.5, 0, -3",
    })
    void units_round_by_name_and_scale(Rounding rounding, String value, int scale, String expected) {
        assertEquals(new BigDecimal(expected), rounding.toScale(new BigDecimal(value), scale));
    }

    @Test
    void a_quotient_that_is_rounded_is_rounded_once() {
        // 1e-30 / 1 is more than nothing: cutting it at 24 digits first would lose the started unit.
        BigDecimal tiny = BigDecimal.ONE.movePointLeft(30);
        assertEquals(BigDecimal.ONE, Rounding.UNITS_UP.quotientAt(tiny, BigDecimal.ONE, 0));
        assertEquals(
                new BigDecimal("0.67"), Rounding.UNITS_HALF_UP.quotientAt(new BigDecimal("2"), new BigDecimal("3"), 2));
    }

    @Test
    void a_quotient_is_exact_when_it_ends_and_cut_toward_zero_when_it_does_not() {
        assertEquals(new BigDecimal("0.125"), Rounding.quotient(BigDecimal.ONE, new BigDecimal("8")));
        assertEquals(
                new BigDecimal("0.666666666666666666666666"),
                Rounding.quotient(new BigDecimal("2"), new BigDecimal("3")));
        assertEquals(
                new BigDecimal("-0.666666666666666666666666"),
                Rounding.quotient(new BigDecimal("-2"), new BigDecimal("3")));
        assertThrows(ArithmeticException.class, () -> Rounding.quotient(BigDecimal.ONE, BigDecimal.ZERO));
    }

    /** The claim of the class comment, against integers: floor((2·p·100 + q) / (2·q)) is p/q half up in cents. */
    @Test
    void a_cut_quotient_rounds_to_the_same_cent_as_the_exact_fraction() {
        long seed = 20261101L;
        SplittableRandom random = new SplittableRandom(seed);
        CurrencyUnit usd = CurrencyUnit.of("USD");
        for (int i = 0; i < 50_000; i++) {
            long numerator = random.nextLong(0, 1_000_000_000_000L);
            long denominator = random.nextLong(1, 5_000L);
            BigInteger twiceCents = BigInteger.valueOf(numerator).multiply(BigInteger.valueOf(200));
            long cents = twiceCents
                    .add(BigInteger.valueOf(denominator))
                    .divide(BigInteger.valueOf(2 * denominator))
                    .longValueExact();

            Money rounded = new PreciseAmount(usd, BigDecimal.valueOf(numerator))
                    .dividedBy(BigDecimal.valueOf(denominator))
                    .round(Rounding.RATED_LINE);

            assertEquals(cents, rounded.minorUnits(), numerator + "/" + denominator + " seed " + seed);
        }
    }
}
