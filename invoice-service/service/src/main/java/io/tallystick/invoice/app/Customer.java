package io.tallystick.invoice.app;

import io.tallystick.invoice.assembly.Party;
import java.time.Instant;

/**
 * The master data of a customer: what its invoices carry.
 *
 * @param id as in the {@code subject} of its events
 * @param name the name on its invoices
 * @param email where they go, or null
 * @param currency ISO 4217 in which its spend is shown; lines in other currencies are shown and billed beside it
 * @param zone IANA zone in which its dates are shown
 * @param address lines separated by line breaks, or null
 * @param taxId tax number, or null
 * @param language BCP 47 language of its documents
 * @param version grows by one with every change
 * @param createdAt when it was made
 * @param updatedAt when it was changed last
 */
public record Customer(
        String id,
        String name,
        String email,
        String currency,
        String zone,
        String address,
        String taxId,
        String language,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    /** As it stands on an invoice. */
    public Party party() {
        return new Party(id, name, email, address, taxId, language, zone);
    }
}
