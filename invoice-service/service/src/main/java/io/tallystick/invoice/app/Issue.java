package io.tallystick.invoice.app;

import io.tallystick.invoice.assembly.Party;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * What all invoices of a close have in common.
 *
 * @param series of their numbers
 * @param seller who bills
 * @param issuedOn day of issue in the seller's zone; its year is the year of the numbers
 * @param finalizedAt when the close was proven complete
 */
public record Issue(String series, Party seller, LocalDate issuedOn, Instant finalizedAt) {

    /** The year of the numbers. */
    public int year() {
        return issuedOn.getYear();
    }

    static Issue of(InvoicePolicy policy, Instant finalizedAt) {
        LocalDate day = finalizedAt.atZone(ZoneId.of(policy.seller().zone())).toLocalDate();
        return new Issue(policy.series(), policy.seller(), day, finalizedAt);
    }
}
