package io.tallystick.invoice.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class InvoiceNumberTest {
    @Test
    void a_number_is_printed_with_series_year_and_at_least_six_digits() {
        assertEquals("INV-2026-000042", new InvoiceNumber("INV", 2026, 42).toString());
        assertEquals(
                "INV-2026-1000000",
                new InvoiceNumber("INV", 2026, 999_999).plus(1).toString());
    }

    @Test
    void numbers_begin_at_one_and_series_are_capital_letters_and_digits() {
        assertThrows(IllegalArgumentException.class, () -> new InvoiceNumber("INV", 2026, 0));
        for (String series : new String[] {"", "I", "inv", "1NV", "IN-V", "İNV"}) {
            assertThrows(IllegalArgumentException.class, () -> new InvoiceNumber(series, 2026, 1), series);
        }
    }
}
