package io.tallystick.invoice.assembly;

/**
 * Who sells or buys, as it stands on the invoice: frozen when the invoice is finalised, so that a later change of the master data
 * changes no document.
 *
 * @param id the customer id; null for the seller
 * @param name the name on the document
 * @param email where the document goes, or null
 * @param address lines separated by line breaks, or null
 * @param taxId tax number, or null
 * @param language BCP 47 language of the document, such as {@code en}
 * @param zone IANA zone in which dates are shown, such as {@code America/Sao_Paulo}
 */
public record Party(String id, String name, String email, String address, String taxId, String language, String zone) {}
