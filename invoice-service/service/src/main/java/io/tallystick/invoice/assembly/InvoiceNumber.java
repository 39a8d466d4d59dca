package io.tallystick.invoice.assembly;

import java.util.Locale;

/**
 * The number of an invoice, gapless within its series and year: {@code INV-2026-000042}.
 *
 * @param series two to ten capital letters and digits
 * @param year of the day of issue in the seller's zone
 * @param sequence from 1 on
 */
public record InvoiceNumber(String series, int year, long sequence) {

    /** Refuses what could not be printed or compared. */
    public InvoiceNumber {
        if (!series.matches("[A-Z][A-Z0-9]{1,9}")) {
            throw new IllegalArgumentException(
                    "A series has 2 to 10 capital letters and digits and begins with a letter, not \"" + series
                            + "\".");
        }
        if (sequence < 1) {
            throw new IllegalArgumentException("Invoice numbers of a series begin at 1, not at " + sequence + ".");
        }
    }

    /** The number {@code ahead} places later: {@code INV-2026-000042} plus 1 is {@code INV-2026-000043}. */
    public InvoiceNumber plus(int ahead) {
        return new InvoiceNumber(series, year, sequence + ahead);
    }

    /** As printed: {@code INV-2026-000042}; more than six digits are printed in full. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s-%d-%06d", series, year, sequence);
    }
}
