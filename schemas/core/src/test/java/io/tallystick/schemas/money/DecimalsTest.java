package io.tallystick.schemas.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "0e5, 0",
        "1.50, 1.5",
        "+1.50, 1.5",
        "007, 7",
        "1.5e3, 1500",
        "1500E-3, 1.5",
        "1e37, 10000000000000000000000000000000000000",
        "9007199254740993, 9007199254740993",
        "-123.4560, -123.456",
        "0.00000000000000000001, 0.00000000000000000001",
        "99999999999999999999999999999999999999, 99999999999999999999999999999999999999",
        "123456789012345678.12345678901234567890, 123456789012345678.1234567890123456789",
        "123456789012345678.12345678901234567891, 123456789012345678.12345678901234567891",
    })
    void equal_values_have_one_text(String given, String canonical) {
        assertEquals(canonical, Decimals.text(Decimals.parse(given)));
        assertEquals(new BigDecimal(canonical), Decimals.parse(given));
    }

    @ParameterizedTest
    @CsvSource({
        "12abc, decimal_not_a_number",
        "' 1', decimal_not_a_number",
        "1., decimal_not_a_number",
        ".5, decimal_not_a_number",
        "1e, decimal_not_a_number",
        "-, decimal_not_a_number",
        "1.2.3, decimal_not_a_number",
        "0x10, decimal_not_a_number",
        "1_000, decimal_not_a_number",
        "'1,5', decimal_not_a_number",
        "NaN, decimal_not_a_number",
        "Infinity, decimal_not_a_number",
        "١٢, decimal_not_a_number",
        "1e1000000, decimal_exponent_too_large",
        "1e-1000000, decimal_exponent_too_large",
        "0e0000, decimal_exponent_too_large",
        "1e38, decimal_too_many_digits",
        "1e999, decimal_too_many_digits",
        "999999999999999999999999999999999999999, decimal_too_many_digits",
        "12345678901234567890.12345678901234567891, decimal_too_many_digits",
        "0.000000000000000000001, decimal_too_many_fraction_digits",
        "1e-999, decimal_too_many_fraction_digits",
        "'', decimal_missing",
    })
    void a_refusal_names_the_rule(String given, String code) {
        DecimalRefused refused = assertThrows(DecimalRefused.class, () -> Decimals.parse(given));
        assertEquals(code, refused.code());
        assertTrue(
                given.isEmpty() || refused.getMessage().contains(given.substring(0, Math.min(40, given.length()))),
                refused.getMessage());
    }

    @Test
    void a_missing_value_is_refused() {
        assertEquals(
                "decimal_missing",
                assertThrows(DecimalRefused.class, () -> Decimals.parse(null)).code());
    }

    @Test
    void a_text_that_is_too_long_is_quoted_in_part() {
        DecimalRefused refused = assertThrows(DecimalRefused.class, () -> Decimals.parse("1".repeat(5_000)));

        assertEquals("decimal_too_long", refused.code());
        assertTrue(refused.getMessage().length() < 200, refused.getMessage());
    }

    @Test
    void a_text_of_the_greatest_length_is_read_and_one_more_is_refused() {
        assertEquals(BigDecimal.ONE, Decimals.parse("0".repeat(Decimals.MAX_LENGTH - 1) + "1"));
        assertThrows(DecimalRefused.class, () -> Decimals.parse("0".repeat(Decimals.MAX_LENGTH) + "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e1000000", "1e999999999", "1e-2147483648"})
    void an_exponent_is_decided_before_any_arithmetic(String bomb) {
        assertTimeout(Duration.ofSeconds(1), () -> assertThrows(DecimalRefused.class, () -> Decimals.parse(bomb)));
        assertTimeout(
                Duration.ofSeconds(1),
                () -> assertThrows(DecimalRefused.class, () -> Decimals.bounded(new BigDecimal("1e1000000000"))));
    }

    @Test
    void a_decimal_of_another_reader_gets_the_same_bounds() {
        assertEquals("1500", Decimals.bounded(new BigDecimal("1.50E+3")).toString());
        assertThrows(DecimalRefused.class, () -> Decimals.bounded(new BigDecimal("1e38")));
    }

    @Test
    void a_whole_number_is_not_copied() {
        BigDecimal whole = new BigDecimal("42");
        assertSame(whole, Decimals.canonical(whole));
    }

    /** Defect 16: floating-point division loses the started package, and everything above 2^53. */
    @ParameterizedTest
    @CsvSource({
        "0, 3, 0",
        "3, 3, 1",
        "3.0000000000000000001, 3, 2",
        "0.0000000000000000001, 3, 1",
        "9007199254740993, 1, 9007199254740993",
        "9007199254740993, 2, 4503599627370497",
        "1, 0.3, 4",
        "-5, 3, -1",
        "-3, 3, -1",
        "-2, 3, 0",
    })
    void a_started_block_counts_and_below_zero_only_whole_blocks(String quantity, String size, String blocks) {
        assertEquals(new BigDecimal(blocks), Decimals.startedBlocks(new BigDecimal(quantity), new BigDecimal(size)));
    }

    @Test
    void blocks_need_a_size() {
        assertThrows(IllegalArgumentException.class, () -> Decimals.startedBlocks(BigDecimal.ONE, BigDecimal.ZERO));
    }
}
