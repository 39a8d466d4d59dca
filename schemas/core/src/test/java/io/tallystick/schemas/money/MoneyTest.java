package io.tallystick.schemas.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MoneyTest {
    private static final CurrencyUnit USD = CurrencyUnit.of("USD");
    private static final Money USD_12_30 = Money.of("USD", "12.3");
    private static final Money USD_0_70 = Money.of("USD", "0.70");

    @Test
    void money_shows_the_digits_of_its_currency() {
        assertEquals("12.30", USD_12_30.text());
        assertEquals("USD 12.30", USD_12_30.toString());
        assertEquals("12", Money.of("JPY", "12.0").text());
        assertEquals("1.500", Money.of("KWD", "1.5").text());
        assertEquals(Money.of("USD", "12.30"), Money.ofMinor(USD, 1230));
        assertEquals(1230, USD_12_30.minorUnits());
        assertEquals("0.00", Money.zero(USD).text());
    }

    @Test
    void money_never_rounds_by_itself() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Money.of("USD", "12.345"));
        assertTrue(refused.getMessage().contains("USD 12.345"), refused.getMessage());
    }

    @Test
    void arithmetic_and_order() {
        assertEquals(Money.of("USD", "13.00"), USD_12_30.plus(USD_0_70));
        assertEquals(Money.of("USD", "11.60"), USD_12_30.minus(USD_0_70));
        assertEquals(Money.of("USD", "-12.30"), USD_12_30.negate());
        assertEquals(-1, USD_12_30.negate().signum());
        assertEquals(USD_0_70, USD_12_30.min(USD_0_70));
        assertEquals(USD_0_70, USD_0_70.min(USD_12_30));
        assertEquals(USD_12_30, USD_12_30.max(USD_0_70));
        assertEquals(USD_12_30, USD_0_70.max(USD_12_30));
        assertEquals(PreciseAmount.of("USD", "12.3"), USD_12_30.precise());
        assertThrows(CurrencyMismatch.class, () -> USD_12_30.plus(Money.of("EUR", "1")));
        assertThrows(CurrencyMismatch.class, () -> USD_12_30.minus(Money.of("EUR", "1")));
    }

    @Test
    void unknown_currencies_are_refused_by_name() {
        for (String unknown : new String[] {"usd", "US", "XXX", "XAU", "ZZZ", "", "ABCD"}) {
            CurrencyUnit.UnknownCurrency refused =
                    assertThrows(CurrencyUnit.UnknownCurrency.class, () -> CurrencyUnit.of(unknown));
            assertEquals("unknown_currency", refused.code());
            assertTrue(refused.getMessage().contains("'" + unknown + "'"), refused.getMessage());
        }
        assertThrows(CurrencyUnit.UnknownCurrency.class, () -> CurrencyUnit.of(null));
        assertTrue(CurrencyUnit.of("EUR").compareTo(USD) < 0);
    }

    @Test
    void a_split_hands_the_last_units_to_the_largest_remainders() {
        assertEquals(usd("33.34", "33.33", "33.33"), Money.of("USD", "100").allocate(weights("1", "1", "1")));
        assertEquals(usd("-0.03", "-0.02"), Money.of("USD", "-0.05").allocate(weights("1", "1")));
        assertEquals(usd("0.00", "0.07", "0.03"), Money.of("USD", "0.10").allocate(weights("0", "2", "1")));
        assertEquals(usd("0.14", "0.57", "0.29"), Money.of("USD", "1.00").allocate(weights("0.5", "2", "1")));
        assertEquals(usd("0.00", "0.00"), Money.of("USD", "0").allocate(weights("1", "1")));
        assertEquals(usd("7.00"), Money.of("USD", "7").allocate(weights("3")));
    }

    @Test
    void a_split_needs_weights_that_make_sense() {
        assertThrows(IllegalArgumentException.class, () -> USD_12_30.allocate(weights("1", "-1")));
        assertThrows(IllegalArgumentException.class, () -> USD_12_30.allocate(weights("0", "0")));
        assertThrows(IllegalArgumentException.class, () -> USD_12_30.allocate(List.of()));
    }

    @Test
    void a_split_sums_to_the_whole_and_no_share_is_off_by_a_unit() {
        long seed = 42L;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 5_000; i++) {
            Money whole = Money.ofMinor(USD, random.nextLong(-1_000_000, 1_000_000));
            List<BigDecimal> weights = new ArrayList<>();
            weights.add(BigDecimal.ONE);
            for (int n = random.nextInt(9); n > 0; n--) {
                weights.add(BigDecimal.valueOf(random.nextLong(0, 10_000), random.nextInt(4)));
            }
            BigDecimal total = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);

            List<Money> shares = whole.allocate(weights);

            String said = whole + " over " + weights + " seed " + seed;
            assertEquals(whole, shares.stream().reduce(Money.zero(USD), Money::plus), said);
            for (int share = 0; share < shares.size(); share++) {
                // |share·total - whole·weight| < one cent · total
                BigDecimal off = shares.get(share)
                        .value()
                        .multiply(total)
                        .subtract(whole.value().multiply(weights.get(share)))
                        .abs();
                assertTrue(off.compareTo(total.movePointLeft(2)) < 0, said);
            }
        }
    }

    private static List<BigDecimal> weights(String... weights) {
        return List.of(weights).stream().map(BigDecimal::new).toList();
    }

    private static List<Money> usd(String... amounts) {
        return List.of(amounts).stream().map(amount -> Money.of("USD", amount)).toList();
    }
}
