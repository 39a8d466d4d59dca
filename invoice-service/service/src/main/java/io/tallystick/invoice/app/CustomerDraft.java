package io.tallystick.invoice.app;

/**
 * Master data as a caller sends them.
 *
 * @param id may be left out where the path names the customer
 * @param name required
 * @param email optional
 * @param currency ISO 4217, required
 * @param zone IANA zone, required
 * @param address optional
 * @param taxId optional
 * @param language BCP 47, {@code en} if left out
 */
public record CustomerDraft(
        String id,
        String name,
        String email,
        String currency,
        String zone,
        String address,
        String taxId,
        String language) {}
