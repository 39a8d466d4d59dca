package io.tallystick.invoice.assembly;

import java.util.regex.Pattern;

/**
 * The number of an invoice, gapless within its series and year: {@code INV-2026-000042}.
 *
 * @param series two to ten capital letters and digits
 * @param year of the day of issue in the seller's zone
 * @param sequence from 1 on
 */
public record InvoiceNumber(String series, int year, long sequence) {
    private static final Pattern SERIES = Pattern.compile("[A-Z][A-Z0-9]{1,9}");
    private static final int SHOWN_DIGITS = 6;

    /** Refuses what could not be printed or compared. */
    public InvoiceNumber {
        if (!SERIES.matcher(series).matches()) {
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
        String digits = Long.toString(sequence);
        String zeros = "0".repeat(Math.max(0, SHOWN_DIGITS - digits.length()));
        return series + "-" + year + "-" + zeros + digits;
    }
}
